// Invented people and firms: the holders of the seeded world.
import type { Random } from '@/emulator/random';

const first = [
  'Olivia', 'Liam', 'Amara', 'Noah', 'Sofía', 'Ethan', 'Priya', 'Lucas', 'Chloé', 'Mateo', 'Aisha', 'James', 'Mei', 'Daniel',
  'Zoë', 'Omar', 'Hannah', 'Kwame', 'Ingrid', 'Rafael', 'Yuki', 'Benjamin', 'Leïla', 'Samuel', 'Nadia', 'Thomas', 'Camila',
  'Søren', 'Grace', 'Viktor', 'Anjali', 'Marcus', 'Elif', 'Patrick', 'Rosa', 'Jin', 'Eleanor', 'Tariq', 'Beatriz', 'Henry',
  'Fatima', 'Oskar', 'Naomi', 'Diego', 'Ruth', 'Andrei', 'Lupita', 'Walter', 'Siobhán', 'Felix', 'Imani', 'Jonas', 'Xiao',
  'Margaret', 'Emeka', 'Agnieszka', 'Carlos', 'Hye-jin', 'Arthur', 'Łucja', 'Gabriel', 'Thandiwe', 'Peter', 'Ana María',
] as const;
const last = [
  'Nguyen', 'García', 'Smith', 'Okafor', 'Müller', 'Johnson', 'Patel', 'Rossi', 'Kowalski', 'Hernández', 'Kim', 'Brown',
  'Ibrahim', 'O’Connor', 'Tanaka', 'Williams', 'Silva', 'Novák', 'Davis', 'Haddad', 'Lindström', 'Martínez', 'Chen', 'Wilson',
  'Dubois', 'Mbeki', 'Anderson', 'Yılmaz', 'Torres', 'Fischer', 'Jackson', 'Petrović', 'Khan', 'Thompson', 'Björnsson', 'Cruz',
  'White', 'Castellanos', 'Abebe', 'Clark', 'Ferrari', 'Lewis', 'Park', 'Robinson', 'Żukowski', 'Walker', 'Mendoza', 'Singh',
  'Hall', 'van der Berg', 'Allen', 'Nakamura', 'Wright', 'Pereira', 'Scott', 'Adeyemi', 'Green', 'Kovács', 'Baker', 'Santos',
  'Nelson', 'Al-Farsi', 'Carter', 'Ramírez', 'Mitchell', 'Sørensen', 'Roberts', 'Vu', 'Phillips', 'Castro', 'Campbell',
] as const;
const firmWords = [
  'Harbor', 'Juniper', 'Blue Mesa', 'Copper Kettle', 'Northgate', 'Sunrise', 'Ironwood', 'Lakeside', 'Maple & Main', 'Prairie',
  'Redwood', 'Silverline', 'Two Rivers', 'Cedar Creek', 'Golden State', 'Alder', 'Bright Path', 'Monarch', 'Summit', 'Casa Luna',
] as const;
const firmTrades = [
  'Bakery LLC', 'Landscaping Inc.', 'Property Management', 'Auto Repair', 'Dental Group', 'Freight & Logistics', 'Design Studio',
  'Café', 'Construction Co.', 'Software, Inc.', 'Veterinary Clinic', 'Catering', 'Books & Records', 'Roofing', 'Consulting GmbH',
] as const;

/** A person's name. */
export function personName(random: Random): string {
  return `${random.pick(first)} ${random.pick(last)}`;
}

/** A firm's name. */
export function firmName(random: Random): string {
  return `${random.pick(firmWords)} ${random.pick(firmTrades)}`;
}

/** A name for a joint owner: another first name, mostly the same family. */
export function partnerName(name: string, random: Random): string {
  const family = name.split(' ').slice(1).join(' ');
  return random.chance(0.7) && family !== '' ? `${random.pick(first)} ${family}` : personName(random);
}
