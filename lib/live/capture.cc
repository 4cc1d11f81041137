#include "lib/live/capture.h"

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <deque>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

namespace mote {
namespace {

using nlohmann::json;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

constexpr std::string_view kMagic = "motecap1";
constexpr size_t kLongestHeader = 1 << 20;
constexpr size_t kLargestRecord = 256 << 20;
static_assert(std::endian::native == std::endian::little);

json json_of(const LiveFormat& format) {
  json axes = json::array();
  for (const Axis& axis : format.axes) {
    axes.push_back({{"name", axis.name}, {"unit", axis.unit}});
  }
  return {{"axes", axes},
          {"frame_shape", format.frame_shape},
          {"rate_hz", format.rate_hz},
          {"type", format.type},
          {"kind", format.kind}};
}

LiveFormat format_of(const json& document) {
  LiveFormat format;
  for (const json& axis : document.at("axes")) {
    format.axes.push_back({axis.at("name"), axis.at("unit")});
  }
  document.at("frame_shape").get_to(format.frame_shape);
  document.at("rate_hz").get_to(format.rate_hz);
  document.at("type").get_to(format.type);
  document.at("kind").get_to(format.kind);
  return format;
}

std::string header_of(const LiveSource& source) {
  const json header = {{"source", source.name},
                       {"decoder", source.decoder},
                       {"declared", json_of(source.declared)},
                       {"metadata", source.metadata},
                       {"started", source.started}};
  return header.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

struct RecordHead {
  char kind = 0;
  int64_t number = 0;
  uint32_t size = 0;
};
constexpr size_t kHeadBytes = 13;

// False at the end, also one in the middle of a record.
bool read_head(std::FILE* file, RecordHead& head) {
  std::array<uint8_t, kHeadBytes> bytes;
  if (std::fread(bytes.data(), 1, bytes.size(), file) != bytes.size()) {
    return false;
  }
  head.kind = static_cast<char>(bytes[0]);
  std::memcpy(&head.number, &bytes[1], sizeof head.number);
  std::memcpy(&head.size, &bytes[9], sizeof head.size);
  return true;
}

class ReplayedBytes : public ByteSource {
 public:
  ReplayedBytes(std::string path, File file)
      : path_(std::move(path)), file_(std::move(file)) {
    find_prompts();
  }

  std::optional<Chunk> read(std::chrono::milliseconds) override {
    RecordHead head;
    std::vector<uint8_t> content;
    while (next_record(head, content)) {
      if (head.kind == 'p') continue;
      if (head.kind == 'e') {
        throw Error(std::string(content.begin(), content.end()), path_,
                    "So it was when this was captured.");
      }
      if (head.number < last_ns_) throw_damaged("times go back");
      last_ns_ = head.number;
      return Chunk{head.number, std::move(content)};
    }
    return std::nullopt;
  }

  int64_t chunks_before_prompt() override {
    if (prompts_.empty()) return 0;
    const int64_t chunks = prompts_.front();
    prompts_.pop_front();
    return chunks;
  }

 private:
  // They say where in the stream the next one was, so they are read first.
  void find_prompts() {
    const long begin = std::ftell(file_.get());
    end_ = begin;
    RecordHead head;
    while (read_head(file_.get(), head)) {
      check(head);
      if (!skip(head.size)) break;
      if (head.kind == 'p') prompts_.push_back(head.number);
      end_ = std::ftell(file_.get());
    }
    std::clearerr(file_.get());
    std::fseek(file_.get(), begin, SEEK_SET);
  }

  // False where the file ends before.
  bool skip(uint32_t size) {
    if (size == 0) return true;
    return std::fseek(file_.get(), static_cast<long>(size) - 1, SEEK_CUR) ==
               0 &&
           std::fgetc(file_.get()) != EOF;
  }

  bool next_record(RecordHead& head, std::vector<uint8_t>& content) {
    if (std::ftell(file_.get()) >= end_) return false;
    if (!read_head(file_.get(), head)) return false;
    content.resize(head.size);
    return std::fread(content.data(), 1, head.size, file_.get()) == head.size;
  }

  void check(const RecordHead& head) const {
    if (head.kind != 'c' && head.kind != 'p' && head.kind != 'e') {
      throw_damaged("a record of an unknown kind");
    }
    if (head.number < 0) throw_damaged("a negative time");
    if (head.size > kLargestRecord) throw_damaged("a record of absurd size");
  }

  [[noreturn]] void throw_damaged(const std::string& what) const {
    throw Error("the capture is damaged: " + what, path_);
  }

  std::string path_;
  File file_;
  std::deque<int64_t> prompts_;
  long end_ = 0;  // of the last whole record
  int64_t last_ns_ = 0;
};

std::string read_header(std::FILE* file, const std::string& path) {
  std::string header;
  for (int c = std::fgetc(file); c != EOF && c != '\n'; c = std::fgetc(file)) {
    header += static_cast<char>(c);
    if (header.size() > kLongestHeader) break;
  }
  if (!header.starts_with(kMagic)) {
    throw Error("this is no capture", path,
                "mote collect record --capture FILE makes one.");
  }
  return header.substr(kMagic.size());
}

}  // namespace

CaptureWriter::CaptureWriter(const std::filesystem::path& file,
                             const LiveSource& source)
    : path_(file), file_(std::fopen(file.c_str(), "wbxe"), std::fclose) {
  if (!file_) {
    if (errno != EEXIST) throw_file_error("cannot be written", path_);
    throw Error("the capture is there already", path_.string(),
                "Give it another name: a capture is never overwritten.");
  }
  const std::string header = std::string(kMagic) + header_of(source);
  if (std::fwrite(header.data(), 1, header.size(), file_.get()) !=
          header.size() ||
      std::fflush(file_.get()) != 0) {
    throw_file_error("cannot be written", path_);
  }
}

void CaptureWriter::record(char kind, int64_t number,
                           std::span<const uint8_t> content) {
  std::array<uint8_t, kHeadBytes> head;
  head[0] = static_cast<uint8_t>(kind);
  const auto size = static_cast<uint32_t>(content.size());
  std::memcpy(&head[1], &number, sizeof number);
  std::memcpy(&head[9], &size, sizeof size);
  std::lock_guard guard(mutex_);
  std::fwrite(head.data(), 1, head.size(), file_.get());
  if (!content.empty()) {
    std::fwrite(content.data(), 1, content.size(), file_.get());
  }
  if (std::fflush(file_.get()) != 0) {
    throw_file_error("cannot be written", path_);
  }
}

void CaptureWriter::chunk(const Chunk& chunk) {
  record('c', chunk.arrived_ns, chunk.bytes);
}

void CaptureWriter::prompt(int64_t chunks_taken) {
  record('p', chunks_taken, {});
}

void CaptureWriter::lost(std::string_view what) {
  record('e', 0, as_bytes(what));
}

LiveSource open_replay(const SourceOptions& options) {
  if (options.address.empty()) {
    throw UsageError("replay needs a capture", "--from",
                     "Name it: --from replay:FILE");
  }
  File file(std::fopen(options.address.c_str(), "rbe"), std::fclose);
  if (!file) throw_file_error("cannot be read", options.address);
  LiveSource source;
  try {
    const json header = json::parse(read_header(file.get(), options.address));
    header.at("source").get_to(source.name);
    header.at("decoder").get_to(source.decoder);
    header.at("metadata").get_to(source.metadata);
    header.at("started").get_to(source.started);
    source.declared = format_of(header.at("declared"));
  } catch (const json::exception&) {
    throw Error("the capture is damaged: its header cannot be read",
                options.address);
  }
  if (!options.decoder.empty()) source.decoder = options.decoder;
  if (!options.axes.empty()) source.declared.axes = options.axes;
  if (options.rate_hz > 0) source.declared.rate_hz = options.rate_hz;
  source.bytes =
      std::make_unique<ReplayedBytes>(options.address, std::move(file));
  return source;
}

}  // namespace mote
