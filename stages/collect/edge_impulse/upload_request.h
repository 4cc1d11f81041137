// What the path and the headers of an upload say.
#pragma once

#include <map>
#include <string>

#include "lib/net/http_server.h"

namespace mote {

struct UploadRequest {
  // "training", "testing", "validation", "anomaly", "post-processing", "split"
  std::string category;
  bool many_files = true;  // .../files: a form; else .../data: the bare file
  std::string label;       // "": from the file's name; kUnlabelled where the
                           // sender wants none
  std::string file_name;   // of a bare file
  std::map<std::string, std::string> metadata;
  bool refuse_duplicates = false;
};

// Whether the path is /api/CATEGORY/files or /api/CATEGORY/data.
bool is_upload_path(const std::string& path);

// Throws Error for a label that cannot be one and for metadata that is no
// JSON object.
UploadRequest read_upload_request(const HttpRequest& request);

// "left" of "left.1a.wav": a name's letters, digits, spaces, '-' and '_' up to
// the first other character; kUnlabelled when it begins with another.
std::string label_of_file_name(const std::string& file_name);

// The last part of a path in anybody's notation, without control characters,
// at most 128 bytes; "upload" when nothing is left.
std::string plain_file_name(const std::string& sent);

}  // namespace mote
