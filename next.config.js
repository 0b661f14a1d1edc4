/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The image optimiser is the part of Next with the most remote holes; the console shows no pictures.
  images: { unoptimized: true },
  // A build must not stop to offer an upgrade; security-floor.json is our own check.
  experimental: { agentUpgrade: false },
  serverExternalPackages: ['pg', 'graphile-worker', 'pino', 'stripe'],
};

export default config;
