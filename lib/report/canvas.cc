#include "lib/report/canvas.h"

namespace mote {

std::string fitted(const Canvas& canvas, std::string_view text, double width) {
  if (canvas.text_width(text) <= width) return std::string(text);
  while (!text.empty()) {
    // A character of UTF-8 goes as a whole.
    do {
      const bool within = (text.back() & 0xc0) == 0x80;
      text.remove_suffix(1);
      if (!within) break;
    } while (!text.empty());
    const std::string shorter = std::string(text) + "..";
    if (canvas.text_width(shorter) <= width) return shorter;
  }
  return "";
}

}  // namespace mote
