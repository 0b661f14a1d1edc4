// Names that nobody can read: without a visible letter, or turning round what stands after them.

/** Controls, formats (zero width, direction), every kind of space, and the letters that are drawn as nothing. */
const seen = /[^\p{Cc}\p{Cf}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/u;

/** The text, or null where nothing of it would be seen. */
export function seenText(text: string | null): string | null {
  return text !== null && seen.test(text) ? text : null;
}

/** Letters of right-to-left scripts, and the marks that turn the direction. */
const turning = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/** The text so that it never turns what follows it: digits after a right-to-left name would read the wrong way round. */
export function isolated(text: string): string {
  return turning.test(text) ? `\u2068${closed(text)}\u2069` : text;
}

/** Ends the overrides and isolates that the text opens, and drops those that it closes without having opened them. */
function closed(text: string): string {
  let depth = 0;
  const kept = [...text].filter((letter) => {
    if (/[\u2066-\u2068]/.test(letter)) depth += 1;
    if (letter !== '\u2069') return true;
    depth -= 1;
    if (depth >= 0) return true;
    depth = 0;
    return false;
  });
  return kept.join('') + '\u2069'.repeat(depth);
}
