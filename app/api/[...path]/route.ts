// What no other route answers: a problem, like every refusal of this API.
import { AppError } from '@/server/errors';
import { handle } from '@/server/http';

const unknown = handle({
  allow: 'health:read',
  run: async () => {
    throw new AppError('not_found', 'This API has no such address.');
  },
});

export { unknown as DELETE, unknown as GET, unknown as PATCH, unknown as POST, unknown as PUT };
