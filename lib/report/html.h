// A self-contained page: no network, light and dark, whole without script.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mote {

// Text as it may stand in HTML, attributes too.
std::string escape_html(std::string_view text);

// The text with what is no UTF-8, and the control characters that HTML forbids,
// replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

// "data:image/png;base64,..." of a PNG file's bytes.
std::string png_uri(std::span<const uint8_t> png);

// Cells are HTML: escape_html() what is text.
std::string html_table(const std::vector<std::string>& headings,
                       const std::vector<std::vector<std::string>>& rows);

// A large figure with what it is: <tile> 93.1 % balanced accuracy </tile>.
struct Tile {
  std::string figure, caption;
  enum class Mood { kPlain, kGood, kBad } mood = Mood::kPlain;
};

class Page {
 public:
  // `lead` is HTML under the title.
  Page(std::string title, std::string lead);

  void tiles(const std::vector<Tile>& tiles);
  // A chapter: `body` is HTML; `about` a sentence on what is to be seen.
  void section(const std::string& heading, const std::string& about,
               const std::string& body);

  // More rules for the style sheet.
  void style(const std::string& css) { style_ += css; }

  // What is no UTF-8, or a character that a page may not hold, is shown as
  // U+FFFD.
  std::string html() const;

 private:
  std::string title_, lead_, body_, style_;
};

}  // namespace mote
