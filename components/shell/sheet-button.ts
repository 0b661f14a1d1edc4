// The look of the buttons that open and close the navigation sheet.

export const sheetButton =
  'inline-flex size-9 items-center justify-center rounded-md text-quiet hover:bg-hover hover:text-text';
