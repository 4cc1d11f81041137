// NumPy: .npy (one array) and .npz (a zip of them). The format is that of
// numpy.lib.format, versions 1 to 3.
#include <cctype>
#include <charconv>
#include <cstring>

#include "lib/base/error.h"
#include "stages/collect/archive.h"
#include "stages/collect/importers/arrays.h"
#include "stages/collect/importers/importer.h"

namespace mote {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr size_t kMostMembers = 1000;

[[noreturn]] void damaged(const std::string& what, const std::string& name) {
  throw Error("the NumPy file is damaged: " + what, name, "Save it again.");
}

bool starts_with(std::span<const uint8_t> bytes, std::string_view text) {
  return bytes.size() >= text.size() &&
         std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

// The header is a Python dictionary of known keys:
// {'descr': '<f8', 'fortran_order': False, 'shape': (9001, 3), }
class Header {
 public:
  Header(std::string_view text, const std::string& name)
      : text_(text), name_(name) {
    expect('{');
    while (!accept('}')) {
      const std::string key = quoted();
      expect(':');
      if (key == "descr") {
        read_type();
      } else if (key == "fortran_order") {
        fortran_order = take_word() == "True";
      } else if (key == "shape") {
        read_shape();
      } else {
        damaged("its header has an unknown key", name_);
      }
      accept(',');
    }
  }

  bool fortran_order = false;
  std::vector<size_t> shape;
  std::vector<Element> elements;
  size_t record_bytes = 0;
  size_t text_bytes = 0;  // of a character of text; 0: numbers

 private:
  void skip() {
    while (!text_.empty() &&
           std::isspace(static_cast<unsigned char>(text_[0]))) {
      text_.remove_prefix(1);
    }
  }

  bool accept(char c) {
    skip();
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  void expect(char c) {
    if (!accept(c)) damaged("its header is no dictionary", name_);
  }

  std::string quoted() {
    skip();
    const char quote = text_.empty() ? '\0' : text_[0];
    if (quote != '\'' && quote != '"')
      damaged("its header lacks a text", name_);
    const size_t end = text_.find(quote, 1);
    if (end == std::string_view::npos) damaged("its header is cut", name_);
    const std::string word(text_.substr(1, end - 1));
    text_.remove_prefix(end + 1);
    return word;
  }

  std::string_view take_word() {
    skip();
    size_t length = 0;
    while (length < text_.size() &&
           std::isalnum(static_cast<unsigned char>(text_[length]))) {
      ++length;
    }
    const std::string_view word = text_.substr(0, length);
    text_.remove_prefix(length);
    return word;
  }

  void read_shape() {
    expect('(');
    while (!accept(')')) {
      const std::string_view word = take_word();
      size_t extent = 0;
      const auto [end, fault] =
          std::from_chars(word.data(), word.data() + word.size(), extent);
      if (fault != std::errc() || end == word.data() || shape.size() == 32) {
        damaged("its shape is none", name_);
      }
      shape.push_back(extent);
      accept(',');
    }
  }

  void read_type() {
    if (!accept('[')) {
      add_element(quoted(), "");
      return;
    }
    while (!accept(']')) {  // fields of a record: [('x', '<f4'), ...]
      expect('(');
      const std::string field = quoted();
      expect(',');
      add_element(quoted(), field);
      expect(')');
      accept(',');
      if (text_bytes != 0 || elements.size() > 1000) {
        throw Error("records with texts are not read", name_,
                    "Save the numbers as an array of their own.");
      }
    }
    if (elements.empty()) damaged("its type is none", name_);
  }

  void add_element(const std::string& type, const std::string& field) {
    if (type.size() < 2) damaged("its type is none", name_);
    const bool ordered =
        type[0] == '<' || type[0] == '>' || type[0] == '|' || type[0] == '=';
    const char kind = type[ordered ? 1 : 0];
    const size_t size = static_cast<size_t>(
        std::strtoul(type.c_str() + (ordered ? 2 : 1), nullptr, 10));
    const bool big = type[0] == '>';
    const bool numeric = size == 1 || size == 2 || size == 4 || size == 8;
    if (kind == 'c' && (size == 8 || size == 16)) {
      elements.push_back({'f', size / 2, big, record_bytes, field + "real"});
      elements.push_back(
          {'f', size / 2, big, record_bytes + size / 2, field + "imag"});
    } else if ((kind == 'i' || kind == 'u' || kind == 'b' || kind == 'f') &&
               numeric && !(kind == 'f' && size == 1)) {
      elements.push_back({kind, size, big, record_bytes, field});
    } else if ((kind == 'U' || kind == 'S') && size < 100'000) {
      text_bytes = kind == 'U' ? 4 : 1;
      elements.push_back({'u', 1, false, 0, field});
      record_bytes += text_bytes * size;
      return;
    } else {
      throw Error("values of the type '" + type + "' are not read", name_,
                  "Save numbers: objects would run code when they are loaded.");
    }
    record_bytes += size;
  }

  std::string_view text_;
  const std::string& name_;
};

// The header's text; `bytes` becomes what follows it.
std::string_view take_header(std::span<const uint8_t>& bytes,
                             const std::string& name) {
  if (!starts_with(bytes, kMagic) || bytes.size() < 12) {
    damaged("it does not begin as one", name);
  }
  const bool wide = bytes[6] >= 2;
  size_t length = bytes[8] + bytes[9] * 256u;
  if (wide) length += (bytes[10] + bytes[11] * 256u) << 16;
  const size_t begin = wide ? 12 : 10;
  if (length > bytes.size() - begin) damaged("its header is cut", name);
  const std::string_view text(
      reinterpret_cast<const char*>(bytes.data() + begin), length);
  bytes = bytes.subspan(begin + length);
  return text;
}

// Characters up to the first zero; beyond ASCII in UTF-8.
std::string text_at(const uint8_t* place, size_t count, size_t char_bytes) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    uint32_t code = place[i * char_bytes];
    if (char_bytes == 4) {
      code |= uint32_t{place[i * 4 + 1]} << 8 | uint32_t{place[i * 4 + 2]}
                                                    << 16;
    }
    if (code == 0) break;
    if (code < 0x80 || char_bytes == 1) {
      text += static_cast<char>(code);
    } else if (code < 0x800) {
      text += static_cast<char>(0xC0 | code >> 6);
      text += static_cast<char>(0x80 | (code & 63));
    } else {
      text += static_cast<char>(0xE0 | (code >> 12 & 15));
      text += static_cast<char>(0x80 | (code >> 6 & 63));
      text += static_cast<char>(0x80 | (code & 63));
    }
  }
  return text;
}

void add_array(std::span<const uint8_t> bytes, const std::string& array_name,
               const std::string& name, ArrayFile& into) {
  const Header header(take_header(bytes, name), name);
  const size_t places = checked_places(header.shape, name);
  if (header.elements.empty() || header.record_bytes == 0 ||
      places > bytes.size() / header.record_bytes) {
    damaged("it is shorter than its header says", name);
  }
  if (header.fortran_order && header.shape.size() > 1) {
    throw Error("the array is in Fortran order", name,
                "Save np.ascontiguousarray(array).");
  }
  if (header.text_bytes != 0) {
    TextArray texts{array_name, {}};
    for (size_t i = 0; i < places; ++i) {
      texts.texts.push_back(text_at(bytes.data() + i * header.record_bytes,
                                    header.record_bytes / header.text_bytes,
                                    header.text_bytes));
    }
    into.texts.push_back(std::move(texts));
    return;
  }
  into.arrays.push_back(
      {array_name, header.shape, header.elements, header.record_bytes, bytes});
}

}  // namespace

Fit sniff_numpy(const ImportedFile& file, const ReadOptions&) {
  if (starts_with(file.bytes, kMagic)) return Fit::kByContent;
  if (ends_in(file.name, {".npz"}) && starts_with(file.bytes, "PK")) {
    return Fit::kByContent;
  }
  return ends_in(file.name, {".npy", ".npz"}) ? Fit::kByName : Fit::kNone;
}

FileContent read_numpy(const ImportedFile& file, const ReadOptions& options) {
  ArrayFile arrays;
  if (!ends_in(file.name, {".npz"})) {
    add_array(file.bytes, "", file.name, arrays);
    return read_arrays(arrays, file, options, "NumPy array");
  }
  std::vector<ArchivedFile> members;
  read_archive(
      file.bytes, file.name,
      [](const std::string& name) { return ends_in(name, {".npy"}); },
      [&](ArchivedFile member) {
        members.push_back(std::move(member));
        return members.size() < kMostMembers;
      });
  for (const ArchivedFile& member : members) {
    add_array(member.bytes, member.name.substr(0, member.name.size() - 4),
              file.name, arrays);
  }
  return read_arrays(arrays, file, options, "NumPy arrays");
}

}  // namespace mote
