#include "stages/collect/edge_impulse/upload_request.h"

#include <algorithm>
#include <array>

#include "lib/base/error.h"
#include "lib/base/shallow_json.h"
#include "lib/dataset/dataset.h"
#include "lib/net/multipart.h"

namespace mote {
namespace {

constexpr size_t kLongestName = 128;
constexpr std::array kCategories = {"training", "testing",         "validation",
                                    "anomaly",  "post-processing", "split"};

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

// A label names folders too.
void check_label(const std::string& label) {
  const bool fits = label.size() <= kLongestName && label != "." &&
                    label != ".." &&
                    label.find_first_of("/\\") == std::string::npos &&
                    std::none_of(label.begin(), label.end(), is_control);
  if (fits) return;
  throw Error("the label has characters that no label may have, or too many",
              "header x-label",
              "Up to 128 bytes without control characters, / and \\.");
}

std::map<std::string, std::string> read_metadata(const std::string& text) {
  std::map<std::string, std::string> metadata;
  if (text.empty()) return metadata;
  const auto json = parse_shallow_json(text, "header x-metadata");
  if (!json.is_object()) {
    throw Error("the metadata is no JSON object", "header x-metadata");
  }
  for (const auto& [key, value] : json.items()) {
    metadata[key] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return metadata;
}

bool says_yes(const std::string& header) {
  return header == "1" || header == "true";
}

}  // namespace

bool is_upload_path(const std::string& path) {
  return std::any_of(
      kCategories.begin(), kCategories.end(), [&](const std::string category) {
        const std::string start = "/api/" + category;
        return path == start + "/files" || path == start + "/data";
      });
}

UploadRequest read_upload_request(const HttpRequest& request) {
  UploadRequest upload;
  const std::string& path = request.path;
  const size_t end = path.rfind('/');
  upload.category = path.substr(5, end - 5);  // behind "/api/"
  upload.many_files = path.substr(end) == "/files";
  upload.label = decode_percent(request.header("x-label"));
  check_label(upload.label);
  if (says_yes(request.header("x-no-label"))) upload.label = kUnlabelled;
  upload.file_name =
      plain_file_name(decode_percent(request.header("x-file-name")));
  upload.metadata = read_metadata(request.header("x-metadata"));
  upload.refuse_duplicates = says_yes(request.header("x-disallow-duplicates"));
  return upload;
}

std::string label_of_file_name(const std::string& file_name) {
  const auto end =
      std::find_if_not(file_name.begin(), file_name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == ' ' || c == '-' || c == '_';
      });
  if (end == file_name.begin()) return std::string(kUnlabelled);
  return {file_name.begin(), end};
}

std::string plain_file_name(const std::string& sent) {
  std::string name = sent.substr(sent.find_last_of("/\\") + 1);
  std::erase_if(name, is_control);
  if (name.size() > kLongestName) name.erase(0, name.size() - kLongestName);
  if (name.empty() || name == "." || name == "..") return "upload";
  return name;
}

}  // namespace mote
