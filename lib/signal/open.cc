#include "lib/signal/open.h"

#include "lib/signal/decode.h"
#include "lib/signal/picture.h"
#include "lib/signal/resample.h"
#include "lib/signal/signal_file.h"

namespace mote {

Signal open_signal(std::span<const uint8_t> file, double rate_hz,
                   const std::string& name) {
  if (is_picture(file)) return decode_picture(file, name);
  if (!is_signal_file(file)) return decode_audio(file, rate_hz, name);
  Signal signal = decode_signal(file, name);
  const bool keep = rate_hz == 0 || signal.rate_hz == 0;
  return keep ? signal : resample(signal, rate_hz);
}

}  // namespace mote
