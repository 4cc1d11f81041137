// Tables as text: CSV, TSV and what loggers and spreadsheets call so.
#include "stages/collect/importers/importer.h"
#include "stages/collect/importers/table_rows.h"
#include "stages/collect/importers/text_table.h"

namespace mote {
namespace {

const char* separator_name(char separator) {
  switch (separator) {
    case ';':
      return "semicolons";
    case '\t':
      return "tabs";
    case '|':
      return "bars";
    case ' ':
      return "spaces";
    default:
      return "commas";
  }
}

std::string format_of(const TextTable& table) {
  std::string format = std::string("table, ") + separator_name(table.separator);
  if (table.decimal_comma) format += ", decimal comma";
  return format + (table.has_header() ? ", header" : ", no header");
}

}  // namespace

Fit sniff_csv(const ImportedFile& file, const ReadOptions&) {
  if (ends_in(file.name, {".csv", ".tsv"})) return Fit::kByName;
  const bool text_name = ends_in(file.name, {".txt", ".dat", ".log", ".asc"});
  if (!text_name || !looks_like_table(file.bytes)) return Fit::kNone;
  return Fit::kByContent;
}

FileContent read_csv(const ImportedFile& file, const ReadOptions& options) {
  const TextTable table = read_table(file.bytes, file.name);
  return read_rows(table, file, options, format_of(table));
}

}  // namespace mote
