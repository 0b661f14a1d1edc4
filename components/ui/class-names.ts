// Joins class names; what is false, null or undefined is left out.

/** `classNames('a', isOn && 'b')` */
export function classNames(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}
