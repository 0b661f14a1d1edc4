// Tailwind 4 reads its tokens from app/globals.css.
/** @type {{ plugins: Record<string, object> }} */
const config = { plugins: { '@tailwindcss/postcss': {} } };

export default config;
