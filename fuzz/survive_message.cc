#include "fuzz/survive_message.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "lib/live/message_decoder.h"

namespace mote::fuzz {

size_t survive_message(std::string_view messages) {
  constexpr char kSeparator = 0x1e;
  // What frames with checksums may stand for is the stream fuzzer's business.
  constexpr size_t kMostFilled = 65536;
  const auto decoder = make_message_decoder({});
  size_t values = 0, size_bytes = 0;
  while (!messages.empty()) {
    const std::string_view text = messages.substr(0, messages.find(kSeparator));
    messages.remove_prefix(std::min(text.size() + 1, messages.size()));
    size_bytes += text.size();
    const Readings readings =
        decoder->decode({0, std::vector<uint8_t>(text.begin(), text.end())});
    const size_t count = value_count(readings.values);
    values += count;
    const LiveFormat* format = decoder->format();
    const size_t frame = format == nullptr ? 1 : format->frame_values();
    // An axis that a message leaves out is one of 1,024 at most.
    if ((format == nullptr && count > 0) || frame == 0 || count % frame != 0 ||
        values > size_bytes * std::max<size_t>(frame, 4) + kMostFilled * 2) {
      std::fprintf(stderr, "%zu values of %zu bytes, frames of %zu\n", values,
                   size_bytes, frame);
      std::abort();
    }
  }
  return values;
}

}  // namespace mote::fuzz
