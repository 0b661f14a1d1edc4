// Puts a text into the clipboard; a refusal of the browser is said in its words.
import { notify } from './toast';

/** Whether it is in the clipboard now. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'The browser did not say why.';
    notify({ title: 'Not copied', description: `The browser refused: ${why}`, tone: 'bad' });
    return false;
  }
}

/** Where no button can show it: copies and says so. `what` begins the sentence: "Account id". */
export async function copyAndSay(text: string, what: string): Promise<void> {
  if (await copyText(text)) notify({ title: `${what} copied`, tone: 'good' });
}
