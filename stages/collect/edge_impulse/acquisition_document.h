// The parse of an acquisition document: what it says, before it is judged.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

struct AcquisitionDocument {
  std::optional<std::string> version, algorithm, signature;
  std::optional<std::string> device_name, device_type;
  std::optional<double> interval_ms;
  int64_t made_at_s = 0;
  std::vector<Axis> sensors;
  bool has_values = false;
  std::vector<float> values;  // frame by frame
  size_t row_length = 0;      // values a row; 0: values came without rows
  bool whole_numbers = true;  // all of 16 bits
  std::string reference;      // "Ref-BINARY-i16", instead of values
  size_t document_bytes = 0;  // what follows belongs to the reference
};

// Reads JSON or CBOR, whichever the first byte says, keeping no more than the
// fields above. Throws Error for what is neither, for nesting deeper than the
// format's, and for values that are no numbers or rows of different lengths.
AcquisitionDocument parse_acquisition(std::span<const uint8_t> file,
                                      const std::string& name);

}  // namespace mote
