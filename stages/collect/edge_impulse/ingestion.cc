#include "stages/collect/edge_impulse/ingestion.h"

#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/base/text.h"
#include "lib/net/multipart.h"
#include "stages/collect/edge_impulse/label_files.h"

namespace mote {
namespace {

using Json = nlohmann::json;

constexpr int kUnauthorized = 401, kNotFound = 404, kBadMethod = 405;
constexpr int kBadRequest = 400, kConflict = 409, kStoreFailed = 500;
constexpr const char* kText = "text/plain; charset=utf-8";

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

HttpReply failure(int status, const std::string& error) {
  return {status, dump({{"success", false}, {"error", error}})};
}

std::string sentences(const Error& error) {
  return error.hint().empty() ? error.what_happened()
                              : error.what_happened() + ". " + error.hint();
}

HttpReply failure(int status, const Error& error, bool many_files) {
  if (many_files) return failure(status, sentences(error));
  return {status, sentences(error), kText};
}

struct SentFile {
  std::string name;
  std::span<const uint8_t> bytes;
};

// Forms hold their files in the fields `data`; those of the older path in
// `attachments`, beside a `body` that only describes them.
std::vector<SentFile> files_of(const UploadRequest& upload,
                               const HttpRequest& request) {
  const std::string& type = request.header("content-type");
  if (!is_multipart(type)) {
    if (!upload.many_files) return {{upload.file_name, as_bytes(request.body)}};
    throw Error("the body is no form", "header content-type",
                "Send files as multipart/form-data in the field `data`, or to "
                "the path .../data.");
  }
  const std::string field = upload.many_files ? "data" : "attachments";
  std::vector<SentFile> files;
  for (const FormPart& part : parse_multipart(type, request.body)) {
    if (part.name != field) continue;
    files.push_back({plain_file_name(part.file_name), as_bytes(part.content)});
  }
  if (!files.empty()) return files;
  throw Error("the form has no file in the field `" + field + "`");
}

bool is_label_file(const SentFile& file) {
  return file.name.ends_with(".labels");
}

// What label files among the files say of the others.
Manifest labels_of(const std::vector<SentFile>& files) {
  Manifest labels;
  for (const SentFile& file : files) {
    if (!is_label_file(file)) continue;
    const std::string_view text(
        reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size());
    labels.entries.merge(parse_label_file(text, file.name).entries);
  }
  return labels;
}

// One request on its way: its files, and what became of each.
struct Delivery {
  std::vector<Arrival> arrivals;
  std::vector<Upload> uploads;
  std::vector<size_t> arrival_of;  // an upload each
};

void read_files(const UploadRequest& request, const std::string& client,
                const std::vector<SentFile>& files, const SigningRules& rules,
                Delivery& delivery) {
  const Manifest labels = labels_of(files);
  for (const SentFile& file : files) {
    Arrival arrival{client, file.name, {}, 0, ""};
    try {
      if (is_label_file(file)) continue;
      for (Upload& upload : read_upload(request, file.name, file.bytes,
                                        labels.of(file.name), rules)) {
        delivery.uploads.push_back(std::move(upload));
        delivery.arrival_of.push_back(delivery.arrivals.size());
      }
    } catch (const Error& error) {
      arrival.error = sentences(error);
    }
    delivery.arrivals.push_back(std::move(arrival));
  }
}

void take_outcome(const StoredUpload& stored, const Upload& upload,
                  Arrival& arrival) {
  using Outcome = SampleTable::Outcome;
  if (stored.outcome == Outcome::kConflict) {
    arrival.error = "the same recording is there already, with the label '" +
                    stored.known_label + "'";
  } else if (stored.outcome == Outcome::kDuplicate && upload.refuse_duplicate) {
    arrival.error = "the same recording is there already";
  } else {
    arrival.samples.push_back(upload.sample);
    arrival.added += stored.outcome == Outcome::kAdded;
  }
}

void store_files(GroupCommit& commits, uint64_t era, Delivery& delivery) {
  const auto stored = commits.store(delivery.uploads, era);
  for (size_t i = 0; i < stored.size(); ++i) {
    take_outcome(stored[i], delivery.uploads[i],
                 delivery.arrivals[delivery.arrival_of[i]]);
  }
}

// The name of a file's first sample, the file's own where there is none.
const std::string& name_of(const Arrival& arrival) {
  return arrival.samples.empty() ? arrival.file : arrival.samples.front().name;
}

HttpReply reply_to_form(const std::vector<Arrival>& arrivals) {
  Json files = Json::array();
  for (const Arrival& arrival : arrivals) {
    Json file = {{"success", arrival.error.empty()},
                 {"fileName", name_of(arrival)}};
    if (!arrival.error.empty()) file["error"] = arrival.error;
    files.push_back(std::move(file));
  }
  return {200, dump({{"success", true}, {"files", std::move(files)}})};
}

HttpReply reply_to_file(const Arrival& arrival) {
  if (arrival.error.empty()) return {200, name_of(arrival), kText};
  return {kBadRequest, arrival.error, kText};
}

}  // namespace

Ingestion::Ingestion(Store& store, IngestionOptions options,
                     std::function<void(const Arrival&)> arrived)
    : options_(std::move(options)),
      arrived_(std::move(arrived)),
      objects_(store.objects()),
      commits_(store) {}

std::optional<HttpReply> Ingestion::refuse(HttpRequest& head) const {
  head.mark = objects_.era();
  if (!is_upload_path(head.path)) {
    return failure(kNotFound, "there is nothing at " + head.path);
  }
  if (head.method != "POST") {
    return failure(kBadMethod, "recordings are sent with POST");
  }
  if (!same_secret(head.header("x-api-key"), options_.api_key)) {
    return failure(kUnauthorized,
                   "the header x-api-key is missing or is not this server's "
                   "key");
  }
  return std::nullopt;
}

HttpReply Ingestion::answer(const HttpRequest& request) {
  const bool many_files = request.path.ends_with("/files");
  Delivery delivery;
  try {
    const UploadRequest upload = read_upload_request(request);
    read_files(upload, request.client, files_of(upload, request),
               options_.signing, delivery);
  } catch (const Error& error) {
    return failure(kBadRequest, error, many_files);
  }
  try {
    store_files(commits_, request.mark, delivery);
  } catch (const Forgot& error) {
    return failure(kConflict, error, many_files);
  } catch (const Error& error) {
    return failure(kStoreFailed, error, many_files);
  }
  for (const Arrival& arrival : delivery.arrivals) arrived_(arrival);
  return many_files ? reply_to_form(delivery.arrivals)
                    : reply_to_file(delivery.arrivals.front());
}

}  // namespace mote
