// What a reader may see of a person's e-mail, phone and address: enough to recognise, too little to use.
import 'server-only';

const dots = '•••';

/** "jane@example.com" → "j•••@e•••.com"; what is not an address of e-mail is dots. */
export function maskEmail(email: string | null): string | null {
  if (email === null) return null;
  const [, first, domainFirst, ending] = /^(.)[^@]*@(.)[^@]*\.([A-Za-z]{2,10})$/u.exec(email.trim()) ?? [];
  return ending ? `${first}${dots}@${domainFirst}${dots}.${ending}` : dots;
}

/** "+1 555 555 5542" → "••• 42"; a short number shows nothing. */
export function maskPhone(phone: string | null): string | null {
  if (phone === null) return null;
  const digits = phone.replace(/\D/g, '');
  return digits.length >= 7 ? `${dots} ${digits.slice(-2)}` : dots;
}

/**
 * The country code at the end, or dots. Banks write addresses in any form, so no other part is known not to be a street.
 */
export function maskAddress(address: string | null): string | null {
  if (address === null) return null;
  const country = /,\s*([A-Z]{2,3})\s*$/.exec(address)?.[1];
  return country ? `${dots}, ${country}` : dots;
}
