// How Next builds and serves the console.

// Headers of every answer that do not depend on the request. The link page opens the bank's dialog in a window of its own.
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin-allow-popups' },
];

/** @type {import('next').NextConfig} */
const config = {
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
  poweredByHeader: false,
  reactStrictMode: true,
  // The image optimiser is the part of Next with the most remote holes; the console shows no pictures.
  images: { unoptimized: true },
  // A build must not stop to offer an upgrade; security-floor.json is our own check.
  experimental: {
    agentUpgrade: false,
    turbopackChunking: {
      firstPageLoadPriority: 0.9,
      requestCost: 400000,
      minChunkSize: 200000,
      maxMergeChunkSize: 1000000,
    },
  },
  serverExternalPackages: ['pg', 'graphile-worker', 'pino', 'stripe'],
};

export default config;
