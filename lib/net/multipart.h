// Bodies of type multipart/form-data (RFC 7578): what forms and programs send
// files in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mote {

struct FormPart {
  std::string name;          // of the form's field
  std::string file_name;     // "" where the part is no file; as it was sent,
                             // so not fit to be used as a path
  std::string type;          // "audio/wav"; "" when not said
  std::string_view content;  // of the body
};

bool is_multipart(std::string_view content_type);

// The parts of a body, whose Content-Type names the boundary between them.
// Throws Error for a body that is no such thing, is cut off, or has more than
// `most_parts`.
std::vector<FormPart> parse_multipart(std::string_view content_type,
                                      std::string_view body,
                                      size_t most_parts = 1000);

// Text with %41 for A; what is no such escape stays as it is.
std::string decode_percent(std::string_view text);

}  // namespace mote
