// `npm run webhooks:connect`: makes or checks the endpoint at Stripe that delivers events to APP_URL.
import { encryptionKey } from '@/scripts/supervisor/encryption-key';
import { childEnvironment } from '@/scripts/supervisor/settings';
import { step } from '@/scripts/supervisor/terminal';
import { connect } from '@/scripts/supervisor/webhooks';
import { runCommand, withDatabase } from '@/scripts/supervisor/with-database';

await runCommand(() =>
  withDatabase(
    'relink',
    (settings) => settings.databaseUrl,
    async (url, settings) => {
      Object.assign(process.env, childEnvironment(settings, url));
      process.env.ENCRYPTION_KEY = encryptionKey(settings.dataDir);
      await step('Webhooks', () => connect('webhooks:connect'));
      return 0;
    },
  ),
);
