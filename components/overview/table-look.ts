// The looks of the small tables of the overview.

export const headLook = 'pb-1 pl-3 first:pl-0 text-xs font-medium text-faint align-bottom';
export const cellLook = 'border-t border-border py-1.5 pl-3 first:pl-0 align-top';
