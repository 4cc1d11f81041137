#include "stages/collect/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>

#include "lib/base/error.h"
#include "lib/base/shared_library.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBlockBytes = 1 << 18;
constexpr int64_t kMostBytes = int64_t{512} << 20;
// Recordings pack to a few times less; what unpacks to more is a bomb.
constexpr int64_t kHarmlessBytes = int64_t{256} << 20;
constexpr int64_t kMostRatio = 200;
constexpr int64_t kMostEntries = 20'000'000;
// As long as a path can be on Linux. Regular expressions, which look for labels
// and groups in names, take stack for every character.
constexpr size_t kLongestName = 4096;

#define MOTE_ARCHIVE(name) \
  decltype(::name)* name = library.function<decltype(::name)>(#name)

// libarchive, opened on first use.
struct LibArchive {
  SharedLibrary library{"libarchive.so.13", "libarchive13"};
  MOTE_ARCHIVE(archive_read_new);
  MOTE_ARCHIVE(archive_read_free);
  MOTE_ARCHIVE(archive_read_support_filter_all);
  MOTE_ARCHIVE(archive_read_support_format_all);
  MOTE_ARCHIVE(archive_read_open_filename);
  MOTE_ARCHIVE(archive_read_open_memory);
  MOTE_ARCHIVE(archive_read_next_header);
  MOTE_ARCHIVE(archive_read_data);
  MOTE_ARCHIVE(archive_entry_pathname);
  MOTE_ARCHIVE(archive_entry_filetype);
  MOTE_ARCHIVE(archive_entry_size);
  MOTE_ARCHIVE(archive_entry_symlink);
  MOTE_ARCHIVE(archive_entry_hardlink);
  MOTE_ARCHIVE(archive_filter_bytes);
  MOTE_ARCHIVE(archive_error_string);
};

#undef MOTE_ARCHIVE

const LibArchive& libarchive() {
  static const LibArchive instance;
  return instance;
}

bool leads_out(const fs::path& name) {
  if (name.is_absolute()) return true;
  const fs::path normal = name.lexically_normal();
  return !normal.empty() && *normal.begin() == "..";
}

class Reader {
 public:
  explicit Reader(const fs::path& file) : Reader(file.string()) {
    std::error_code unknown;
    packed_bytes_ = static_cast<int64_t>(fs::file_size(file, unknown));
    check(libarchive().archive_read_open_filename(archive_.get(), file.c_str(),
                                                  kBlockBytes));
  }
  Reader(std::span<const uint8_t> bytes, const std::string& name)
      : Reader(name) {
    packed_bytes_ = static_cast<int64_t>(bytes.size());
    check(libarchive().archive_read_open_memory(archive_.get(), bytes.data(),
                                                bytes.size()));
  }

  // The name of the next regular file; false at the end.
  bool next(std::string& name) {
    while (true) {
      archive_entry* entry = nullptr;
      const int code =
          libarchive().archive_read_next_header(archive_.get(), &entry);
      if (code == ARCHIVE_EOF) return false;
      check(code);
      const char* path = libarchive().archive_entry_pathname(entry);
      if (path == nullptr) continue;
      check_name(path);
      check_entry(entry, path);
      if (libarchive().archive_entry_filetype(entry) != AE_IFREG) continue;
      name = path;
      return true;
    }
  }

  std::vector<uint8_t> bytes() {
    std::vector<uint8_t> content;
    size_t filled = 0;
    while (true) {
      check_size(static_cast<int64_t>(filled));
      content.resize(filled + kBlockBytes);
      const auto count = libarchive().archive_read_data(
          archive_.get(), content.data() + filled, kBlockBytes);
      if (count < 0) check(ARCHIVE_FATAL);
      if (count == 0) break;
      filled += static_cast<size_t>(count);
    }
    content.resize(filled);
    return content;
  }

 private:
  explicit Reader(const std::string& name)
      : name_(name),
        archive_(libarchive().archive_read_new(),
                 libarchive().archive_read_free) {
    libarchive().archive_read_support_filter_all(archive_.get());
    libarchive().archive_read_support_format_all(archive_.get());
  }

  void check_name(std::string_view name) const {
    if (name.size() <= kLongestName) return;
    throw Error("a name in the archive is longer than 4,096 bytes: " +
                    std::string(name.substr(0, 60)) + "...",
                name_, "No disk would keep it: pack it under a shorter one.");
  }

  void check_entry(archive_entry* entry, const fs::path& path) {
    const char* link = libarchive().archive_entry_symlink(entry);
    const char* same = libarchive().archive_entry_hardlink(entry);
    if (leads_out(path) || (same != nullptr && leads_out(same)) ||
        (link != nullptr && leads_out(path.parent_path() / link))) {
      throw Error(
          "the archive holds a name that leads out of it: " + path.string(),
          name_, "Nobody packs data like this by mistake.");
    }
    const int64_t size = libarchive().archive_entry_size(entry);
    check_size(size);
    promised_bytes_ += std::max<int64_t>(size, 0);
    const int64_t packed =
        libarchive().archive_filter_bytes(archive_.get(), -1);
    const int64_t most = std::max(packed_bytes_, packed) * kMostRatio;
    if (promised_bytes_ > std::max(kHarmlessBytes, most)) {
      throw Error("the archive unpacks to more than " +
                      std::to_string(kMostRatio) + " times its size",
                  name_, "Unpack it yourself if you trust it.");
    }
    if (++entries_ > kMostEntries) {
      throw Error("the archive has too many files", name_, "Split it.");
    }
  }

  void check_size(int64_t size) const {
    if (size <= kMostBytes) return;
    throw Error("a file in the archive is larger than 512 MiB", name_,
                "Cut it into pieces.");
  }

  void check(int code) const {
    if (code == ARCHIVE_OK || code == ARCHIVE_WARN) return;
    const char* what = libarchive().archive_error_string(archive_.get());
    throw Error(std::string("the archive cannot be read: ") +
                    (what != nullptr ? what : "unknown reason"),
                name_, "Download it again.");
  }

  std::string name_;
  int64_t packed_bytes_ = 0, promised_bytes_ = 0, entries_ = 0;
  std::unique_ptr<archive, decltype(LibArchive::archive_read_free)> archive_;
};

void read_all(Reader& reader,
              const std::function<bool(const std::string& name)>& wants,
              const std::function<bool(ArchivedFile)>& take) {
  std::string raw_name;
  while (reader.next(raw_name)) {
    const std::string name =
        fs::path(raw_name).lexically_normal().generic_string();
    if (!wants(name)) continue;
    // In steps: within a braced temporary, gcc 12 destroys the name once too
    // often where bytes() throws (AddressSanitizer finds it).
    ArchivedFile file;
    file.name = name;
    file.bytes = reader.bytes();
    if (!take(std::move(file))) return;
  }
}

}  // namespace

void read_archive(const fs::path& archive,
                  const std::function<bool(const std::string& name)>& wants,
                  const std::function<bool(ArchivedFile)>& take) {
  Reader reader(archive);
  read_all(reader, wants, take);
}

void read_archive(std::span<const uint8_t> archive, const std::string& name,
                  const std::function<bool(const std::string& name)>& wants,
                  const std::function<bool(ArchivedFile)>& take) {
  Reader reader(archive, name);
  read_all(reader, wants, take);
}

}  // namespace mote
