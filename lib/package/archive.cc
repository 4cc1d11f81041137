#include "lib/package/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

#include "lib/base/error.h"

namespace mote {
namespace {

struct CloseWriter {
  void operator()(archive* writer) const { archive_write_free(writer); }
};
struct CloseReader {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
struct FreeEntry {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};
using Writer = std::unique_ptr<archive, CloseWriter>;
using Reader = std::unique_ptr<archive, CloseReader>;
using Entry = std::unique_ptr<archive_entry, FreeEntry>;

void require(int status, archive* handle, const std::string& where) {
  if (status == ARCHIVE_OK) return;
  const char* text = archive_error_string(handle);
  throw Error(std::string("the archive is cut or damaged (") +
                  (text != nullptr ? text : "no details") + ")",
              where, "Make the file again, or fetch it again.");
}

la_ssize_t append(archive*, void* into, const void* data, size_t size) {
  auto* bytes = static_cast<std::vector<uint8_t>*>(into);
  const auto* from = static_cast<const uint8_t*>(data);
  bytes->insert(bytes->end(), from, from + size);
  return static_cast<la_ssize_t>(size);
}

void write_file(archive* writer, const std::string& name,
                const std::vector<uint8_t>& content) {
  constexpr time_t kFirstZipDate = 315532800;  // 1980-01-01, UTC
  const Entry entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<int64_t>(content.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_mtime(entry.get(), kFirstZipDate, 0);
  require(archive_write_header(writer, entry.get()), writer, name);
  if (archive_write_data(writer, content.data(), content.size()) !=
      static_cast<la_ssize_t>(content.size())) {
    require(ARCHIVE_FATAL, writer, name);
  }
}

std::vector<uint8_t> read_file(archive* reader, const std::string& where,
                               size_t limit_bytes) {
  std::vector<uint8_t> content;
  uint8_t piece[16384];
  while (true) {
    const la_ssize_t count = archive_read_data(reader, piece, sizeof piece);
    if (count < 0) require(ARCHIVE_FATAL, reader, where);
    if (count == 0) return content;
    if (content.size() + static_cast<size_t>(count) > limit_bytes) {
      throw Error("the archive holds more than expected", where);
    }
    content.insert(content.end(), piece, piece + count);
  }
}

}  // namespace

std::vector<uint8_t> write_zip(const ArchiveFiles& files) {
  std::vector<uint8_t> bytes;
  const Writer writer(archive_write_new());
  archive_write_set_format_zip(writer.get());
  archive_write_zip_set_compression_store(writer.get());
  archive_write_set_bytes_per_block(writer.get(), 0);
  require(archive_write_open(writer.get(), &bytes, nullptr, append, nullptr),
          writer.get(), "archive");
  for (const auto& [name, content] : files) {
    write_file(writer.get(), name, content);
  }
  require(archive_write_close(writer.get()), writer.get(), "archive");
  return bytes;
}

ArchiveFiles read_zip(std::span<const uint8_t> bytes, const std::string& where,
                      size_t limit_bytes) {
  const Reader reader(archive_read_new());
  // Through the directory at the end, so that a cut archive has none.
  archive_read_support_format_zip_seekable(reader.get());
  require(archive_read_open_memory(reader.get(), bytes.data(), bytes.size()),
          reader.get(), where);
  ArchiveFiles files;
  while (true) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(reader.get(), &entry);
    if (status == ARCHIVE_EOF) return files;
    require(status, reader.get(), where);
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr) throw Error("a file has no name", where);
    const std::string key = name;
    files[key] = read_file(reader.get(), where, limit_bytes);
  }
}

}  // namespace mote
