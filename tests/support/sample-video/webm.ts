/** Puts encoded pictures into a WebM file that can be played from any second: header, index, then clusters. */

export interface EncodedFrame {
  ms: number;
  isKey: boolean;
  bytes: Uint8Array;
}

/** Writes a video track of VP9. Every key frame begins a cluster and has a place in the index. */
export function writeWebm(
  frames: readonly EncodedFrame[],
  size: { width: number; height: number },
  durationMs: number,
): Buffer {
  const info = element(
    0x1549a966,
    element(0x2ad7b1, uint(1_000_000)),
    element(0x4489, float(durationMs)),
    element(0x4d80, text("baton")),
    element(0x5741, text("baton")),
  );
  const picture = element(0xe0, element(0xb0, uint(size.width)), element(0xba, uint(size.height)));
  const track = element(
    0xae,
    element(0xd7, uint(1)),
    element(0x73c5, uint(1)),
    element(0x83, uint(1)),
    element(0x86, text("V_VP9")),
    picture,
  );
  const head = Buffer.concat([info, element(0x1654ae6b, track)]);
  const clusters = clustersOf(frames);
  // Positions in the index have a fixed width, so its length is known before they are.
  const indexBytes = indexOf(clusters, 0).length;
  const index = indexOf(clusters, head.length + indexBytes);
  const body = Buffer.concat([head, index, ...clusters.map(({ bytes }) => bytes)]);
  const ebml = element(
    0x1a45dfa3,
    element(0x4286, uint(1)),
    element(0x42f7, uint(1)),
    element(0x42f2, uint(4)),
    element(0x42f3, uint(8)),
    element(0x4282, text("webm")),
    element(0x4287, uint(4)),
    element(0x4285, uint(2)),
  );
  return Buffer.concat([ebml, element(0x18538067, body)]);
}

interface Cluster {
  ms: number;
  bytes: Buffer;
}

function clustersOf(frames: readonly EncodedFrame[]): Cluster[] {
  const starts = frames.flatMap((frame, index) => (frame.isKey ? [index] : []));
  return starts.map((start, index) => {
    const own = frames.slice(start, starts[index + 1]);
    const ms = own[0]?.ms ?? 0;
    const blocks = own.map((frame) => element(0xa3, block(frame, ms)));
    return { ms, bytes: element(0x1f43b675, element(0xe7, uint(ms)), ...blocks) };
  });
}

function block({ ms, isKey, bytes }: EncodedFrame, clusterMs: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt8(0x81, 0);
  head.writeInt16BE(ms - clusterMs, 1);
  head.writeUInt8(isKey ? 0x80 : 0, 3);
  return Buffer.concat([head, bytes]);
}

function indexOf(clusters: readonly Cluster[], firstPosition: number): Buffer {
  let position = firstPosition;
  const points = clusters.map(({ ms, bytes }) => {
    const at = element(0xb7, element(0xf7, uint(1)), element(0xf1, fixed(position)));
    position += bytes.length;
    return element(0xbb, element(0xb3, fixed(ms)), at);
  });
  return element(0x1c53bb6b, ...points);
}

function element(id: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(0x0100_0000_0000_0000n | BigInt(body.length));
  return Buffer.concat([uint(id), size, body]);
}

function uint(value: number): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}

function fixed(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.from(value, "latin1");
}
