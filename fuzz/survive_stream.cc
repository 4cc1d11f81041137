#include "fuzz/survive_stream.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "device/stream/cobs_writer.h"
#include "device/stream/crc32c.h"
#include "lib/signal/stream_decoder.h"

namespace mote::fuzz {
namespace {

using Bytes = std::vector<uint8_t>;

void append(void* context, const uint8_t* bytes, size_t count) {
  auto* to = static_cast<Bytes*>(context);
  to->insert(to->end(), bytes, bytes + count);
}

// Contents as whole frames.
Bytes framed(std::span<const uint8_t> contents) {
  Bytes line;
  stream::CobsWriter writer(append, &line);
  while (!contents.empty()) {
    const auto frame =
        contents.subspan(1, std::min<size_t>(contents[0], contents.size() - 1));
    stream::Crc32c crc;
    for (uint8_t byte : frame) writer.Put(byte), crc.Add(byte);
    for (int shift = 0; shift < 32; shift += 8) {
      writer.Put(static_cast<uint8_t>(crc.value() >> shift));
    }
    writer.EndFrame();
    contents = contents.subspan(1 + frame.size());
  }
  return line;
}

// All values as bytes: NaN equals NaN.
struct Decoded {
  Bytes values;
  StreamFacts facts;
};

Decoded decode(std::span<const uint8_t> line, size_t piece) {
  StreamDecoder decoder;
  Decoded decoded;
  while (!line.empty()) {
    const auto part = line.first(std::min(piece, line.size()));
    decoder.push(part);
    line = line.subspan(part.size());
    decoder.take_notes();
    if (!decoder.description()) continue;
    std::visit(
        [&](const auto& values) {
          const auto* bytes = reinterpret_cast<const uint8_t*>(values.data());
          decoded.values.insert(decoded.values.end(), bytes,
                                bytes + values.size() * sizeof(values[0]));
        },
        decoder.take().samples);
  }
  decoded.facts = decoder.facts();
  return decoded;
}

}  // namespace

int64_t survive_stream(std::span<const uint8_t> input) {
  if (input.size() < 3) return 0;
  const size_t piece = std::max<size_t>(1, input[0]);
  const auto rest = input.subspan(2);
  const Bytes line =
      input[1] % 2 == 1 ? framed(rest) : Bytes(rest.begin(), rest.end());
  const Decoded whole = decode(line, line.size());
  const Decoded parts = decode(line, piece);
  const StreamFacts& facts = whole.facts;
  if (whole.values != parts.values || facts.values != parts.facts.values ||
      facts.filled > facts.values + 65536 || facts.filled > facts.lost ||
      static_cast<int64_t>(whole.values.size()) >
          4 * (facts.values + facts.filled)) {
    std::fprintf(stderr, "%zu and %zu bytes of %lld values, %lld filled\n",
                 whole.values.size(), parts.values.size(),
                 static_cast<long long>(facts.values),
                 static_cast<long long>(facts.filled));
    std::abort();
  }
  return facts.values;
}

}  // namespace mote::fuzz
