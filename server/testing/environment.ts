// Runs before each test file: names a database for it, so that modules which read the environment find it.
import 'server-only';
import { newDatabaseName, urlOf } from './database';

if (process.env.TEST_POSTGRES_URL) process.env.DATABASE_URL = urlOf(newDatabaseName('relink_test'));
process.env.STRIPE_SECRET_KEY = 'sk_test_emulator';
process.env.APP_URL = 'http://127.0.0.1:3000';
// Nothing listens here: a test that talks to Stripe starts a world first.
process.env.STRIPE_API_BASE = 'http://127.0.0.1:9';
process.env.STRIPE_WEBHOOK_SECRET = 'whsec_test_old,whsec_test_new';
process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');
// Tests do not wait for turns; those about the rate budget set Stripe's own limits.
process.env.STRIPE_RATE_LIMIT = '5000';
process.env.STRIPE_RATE_LIMIT_PER_OPERATION = '5000';
