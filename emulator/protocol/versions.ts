// The API versions that the emulator knows, and what each of them can say.

export interface Version {
  name: string;
  /** The date alone, which orders versions. */
  date: string;
  preview: boolean;
}

const known = [
  '2023-10-16',
  '2024-04-10',
  '2024-06-20',
  '2024-09-30.acacia',
  '2025-03-31.basil',
  '2025-09-30.clover',
  '2025-11-17.clover',
  '2025-12-15.clover',
  '2026-01-28.clover',
  '2026-01-28.preview',
  '2026-03-25.dahlia',
  '2026-03-25.preview',
  '2026-06-24.dahlia',
  '2026-07-29.dahlia',
  '2026-08-26.dahlia',
  '2026-08-26.preview',
  '2026-09-30.endive',
  '2026-10-28.endive',
] as const;

export const latestGa = '2026-10-28.endive';
export const latestPreview = '2026-08-26.preview';

const versions = new Map<string, Version>(
  known.map((name) => [name, { name, date: name.slice(0, 10), preview: name.endsWith('.preview') }]),
);

/** The version of this name, or null when it is not a version. */
export function findVersion(name: string): Version | null {
  return versions.get(name) ?? null;
}

/** True from the version of this date on, in both channels. */
export function since(version: Version, date: string): boolean {
  return version.date >= date;
}

/** True in preview versions from this date on. */
function previewSince(version: Version, date: string): boolean {
  return version.preview && version.date >= date;
}

/** What a version can say, by the names the rest of the emulator uses. */
export function abilities(version: Version) {
  return {
    relink: previewSince(version, '2026-01-28'),
    optionalHolder: previewSince(version, '2026-01-28'),
    sessionStatus: previewSince(version, '2026-01-28'),
    hosted: previewSince(version, '2026-03-25'),
    institutionRequirement: previewSince(version, '2026-06-24'),
    institutionFilter: previewSince(version, '2026-08-26'),
    customManualEntry: previewSince(version, '2026-08-26'),
    forecast: since(version, '2026-06-24'),
    accountNumbers: since(version, '2025-11-17'),
    fourNumberStatuses: since(version, '2026-09-30'),
    customerAccount: since(version, '2025-12-15'),
    limits: since(version, '2026-07-29') || previewSince(version, '2026-01-28'),
    manualEntry: since(version, '2026-07-29'),
    paymentMethodFilter: since(version, '2026-07-29'),
    countryShown: since(version, '2026-08-26'),
    countryParameter: since(version, '2026-09-30'),
    uniformDefaults: since(version, '2026-09-30'),
  };
}
