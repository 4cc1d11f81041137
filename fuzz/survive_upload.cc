#include "fuzz/survive_upload.h"

#include <functional>

#include "lib/base/error.h"
#include "lib/base/text.h"
#include "lib/net/multipart.h"
#include "lib/signal/open.h"
#include "stages/collect/edge_impulse/label_files.h"
#include "stages/collect/edge_impulse/upload.h"

namespace mote::fuzz {
namespace {

int understood(const std::function<void()>& read) {
  try {
    read();
  } catch (const Error&) {
    return 0;
  }
  return 1;
}

// What is stored must be readable again.
void read_file(const std::string& name, std::span<const uint8_t> file) {
  for (const Upload& upload : read_upload({}, name, file, {}, {})) {
    open_signal(upload.object, 0, name);
  }
}

}  // namespace

int survive_upload(std::span<const uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                              bytes.size());
  const int as_form = understood([&] {
    for (const FormPart& part :
         parse_multipart("multipart/form-data; boundary=cut", text)) {
      understood([&] {
        read_file(plain_file_name(part.file_name), as_bytes(part.content));
      });
    }
  });
  const int as_labels =
      understood([&] { parse_label_file(text, "info.labels"); });
  const int as_file = understood([&] { read_file("upload", bytes); });
  return as_form + as_labels + as_file;
}

}  // namespace mote::fuzz
