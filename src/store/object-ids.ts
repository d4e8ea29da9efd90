/** Ids of objects in an order. */
export interface IdList {
  readonly length: number;
  readonly at: (index: number) => string | undefined;
}

/** Ids as their bytes: a million of them take some 30 MB. */
export interface ObjectIds extends IdList {
  readonly at: (index: number) => string;
  /** Adds an id and gives its index. */
  readonly add: (id: string) => number;
  /** Whether this is the id at an index. */
  readonly isAt: (index: number, id: string) => boolean;
  /** The index of an id; undefined where it is not among them. */
  readonly find: (id: string) => number | undefined;
}

/** An empty list of ids with so many hexadecimal digits. */
export function objectIds(digits: number): ObjectIds {
  const width = digits / 2;
  let bytes = Buffer.allocUnsafe(1024 * width);
  let length = 0;
  const find = finder(width, () => bytes);
  return {
    get length() {
      return length;
    },
    at: (index) => bytes.toString("hex", index * width, (index + 1) * width),
    add: (id) => {
      if ((length + 1) * width > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
      bytes.write(id, length * width, "hex");
      length += 1;
      return length - 1;
    },
    isAt: (index, id) =>
      id.length === digits && index < length && bytes.toString("hex", index * width, (index + 1) * width) === id,
    find: (id) => (id.length === digits ? find(id, length) : undefined),
  };
}

/** Finds ids by their bytes; what has been added since is looked at when somebody asks. */
function finder(width: number, bytesNow: () => Buffer): (id: string, length: number) => number | undefined {
  const wanted = Buffer.alloc(width);
  /** Indices from 1, at the place that an id's first bytes name or after it; 0: free. */
  let slots = new Uint32Array(1024);
  let known = 0;
  const put = (bytes: Buffer, index: number): void => {
    let slot = bytes.readUInt32LE(index * width) & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = index + 1;
  };
  return (id, length) => {
    const bytes = bytesNow();
    if (length * 2 > slots.length) {
      slots = new Uint32Array(2 ** Math.ceil(Math.log2(length * 2)));
      known = 0;
    }
    for (; known < length; known += 1) put(bytes, known);
    wanted.write(id, "hex");
    let slot = wanted.readUInt32LE(0) & (slots.length - 1);
    for (;;) {
      const index = (slots[slot] ?? 0) - 1;
      if (index < 0) return undefined;
      if (wanted.compare(bytes, index * width, (index + 1) * width) === 0) return index;
      slot = (slot + 1) & (slots.length - 1);
    }
  };
}
