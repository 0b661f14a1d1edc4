// The name of a bank, where there may be none.
import { seenText } from './seen-text';

/** The bank's name as Stripe gives it; the copy keeps an empty one where Stripe gave none. */
export const institutionText = (name: string): string => seenText(name) ?? 'Institution not named';
