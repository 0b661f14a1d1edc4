// Values that are dear to make and asked for again and again: Intl's formats cost more than all that they format in a second.

/** `make` once for each key; beyond `most` keys it starts over. */
export function remembered<Value>(make: (key: string) => Value, most = 200): (key: string) => Value {
  const made = new Map<string, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    if (made.size >= most) made.clear();
    made.set(key, value);
    return value;
  };
}
