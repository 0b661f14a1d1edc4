// The environment, parsed once: nothing else reads process.env.
import 'server-only';
import { z } from 'zod';

/** The preview that carries causes and relink, and the GA version used when Stripe refuses it. */
export const previewVersion = '2026-08-26.preview';
export const gaVersion = '2026-10-28.endive';

/** The key that npm start gives to the console when it starts the emulator. */
export const emulatorKey = 'sk_test_emulator';

const Environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  APP_URL: z.url().optional(),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'must be a secret or restricted key (sk_test_…, rk_live_…)'),
  STRIPE_API_BASE: z.url({ protocol: /^https?$/ }).default('https://api.stripe.com'),
  STRIPE_API_VERSION: z.string().default(previewVersion),
  STRIPE_RATE_LIMIT: z.coerce.number().int().min(5).optional(),
  STRIPE_RATE_LIMIT_PER_OPERATION: z.coerce.number().int().min(5).default(25),
  STALE_AFTER_HOURS: z.coerce.number().positive().default(24),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^\s*whsec_\w+(\s*,\s*whsec_\w+)*\s*$/, 'must be whsec_…, several separated by commas')
    .optional(),
  ENCRYPTION_KEY: z
    .base64()
    .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 random bytes in base64')
    .optional(),
});

export interface Config {
  port: number;
  /** The one origin that may write, without a trailing slash. */
  appUrl: string;
  databaseUrl: string;
  stripeSecretKey: string;
  stripeApiBase: URL;
  stripeApiVersion: string;
  /** Stripe's limits in requests a second: in all, and for each operation. */
  rateLimit: number;
  rateLimitPerOperation: number;
  staleAfterHours: number;
  livemode: boolean;
  /** Signing secrets from the environment; those of endpoints that we made are in the database. */
  webhookSecrets: string[];
  /** 32 bytes, for secrets that are stored; null: none can be. */
  encryptionKey: Buffer | null;
}

/** Throws a sentence that names the variable; never its value, which may be a secret. */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  // An empty variable, as left in a copied .env file, is one that is not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment is not complete. ${problems.join('; ')}.`);
  }
  const env = parsed.data;
  const livemode = /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY);
  return {
    port: env.PORT,
    appUrl: new URL(env.APP_URL ?? `http://127.0.0.1:${env.PORT}`).origin,
    databaseUrl: env.DATABASE_URL,
    stripeSecretKey: env.STRIPE_SECRET_KEY,
    stripeApiBase: new URL(env.STRIPE_API_BASE),
    stripeApiVersion: env.STRIPE_API_VERSION,
    // Stripe's published ones.
    rateLimit: env.STRIPE_RATE_LIMIT ?? (livemode ? 100 : 25),
    rateLimitPerOperation: env.STRIPE_RATE_LIMIT_PER_OPERATION,
    staleAfterHours: env.STALE_AFTER_HOURS,
    livemode,
    webhookSecrets: env.STRIPE_WEBHOOK_SECRET?.split(',').map((secret) => secret.trim()) ?? [],
    encryptionKey: env.ENCRYPTION_KEY ? Buffer.from(env.ENCRYPTION_KEY, 'base64') : null,
  };
}

let parsedOnce: Config | undefined;

/** The configuration of this process. */
export function config(): Config {
  parsedOnce ??= parseConfig(process.env);
  return parsedOnce;
}
