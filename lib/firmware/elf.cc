#include "lib/firmware/elf.h"

#include <elf.h>

#include <algorithm>
#include <cstring>

#include "lib/base/error.h"
#include "lib/base/file.h"

namespace mote {
namespace {

struct Elf32 {
  using Header = Elf32_Ehdr;
  using Section = Elf32_Shdr;
  using Segment = Elf32_Phdr;
  using Symbol = Elf32_Sym;
};
struct Elf64 {
  using Header = Elf64_Ehdr;
  using Section = Elf64_Shdr;
  using Segment = Elf64_Phdr;
  using Symbol = Elf64_Sym;
};

// The file's bytes; every access is checked against their number.
class File {
 public:
  explicit File(const fs::path& path) : path_(path), bytes_(read_bytes(path)) {
    if (bytes_.size() < EI_NIDENT ||
        std::memcmp(bytes_.data(), ELFMAG, SELFMAG) != 0 ||
        bytes_[EI_DATA] != ELFDATA2LSB) {
      throw Error("is not a little-endian ELF file", path.string());
    }
  }

  bool is_64_bit() const { return bytes_[EI_CLASS] == ELFCLASS64; }

  const uint8_t* piece(uint64_t offset, uint64_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset) {
      throw Error("is cut short", path_.string(), "Build it again.");
    }
    return bytes_.data() + offset;
  }

  template <class Entry>
  std::vector<Entry> table(uint64_t offset, uint64_t count) const {
    std::vector<Entry> entries;
    if (count == 0) return entries;
    const uint8_t* from = piece(offset, count * sizeof(Entry));
    entries.resize(count);
    std::memcpy(entries.data(), from, count * sizeof(Entry));
    return entries;
  }

  template <class Class>
  typename Class::Header header() const {
    return table<typename Class::Header>(0, 1).front();
  }
  template <class Class>
  std::vector<typename Class::Section> sections() const {
    const auto head = header<Class>();
    return table<typename Class::Section>(head.e_shoff, head.e_shnum);
  }

  std::string text(uint64_t offset) const {
    std::string word;
    while (*piece(offset, 1) != 0)
      word += static_cast<char>(*piece(offset++, 1));
    return word;
  }

 private:
  fs::path path_;
  std::vector<uint8_t> bytes_;
};

template <class Class>
void add_symbols(const File& file,
                 const std::vector<typename Class::Section>& sections,
                 const typename Class::Section& table, ElfImage& image) {
  if (table.sh_link >= sections.size()) return;
  const uint64_t names = sections[table.sh_link].sh_offset;
  for (const auto& symbol : file.table<typename Class::Symbol>(
           table.sh_offset, table.sh_size / sizeof(typename Class::Symbol))) {
    const int type = symbol.st_info & 0xF;
    const bool named = type == STT_FUNC || type == STT_OBJECT ||
                       (type == STT_NOTYPE && symbol.st_shndx == SHN_UNDEF);
    if (!named || symbol.st_name == 0) continue;
    image.symbols.push_back({file.text(names + symbol.st_name), symbol.st_value,
                             static_cast<int64_t>(symbol.st_size)});
  }
}

template <class Class>
ElfImage read_image(const File& file) {
  const auto sections = file.sections<Class>();
  const auto head = file.header<Class>();
  const uint64_t names = head.e_shstrndx < sections.size()
                             ? sections[head.e_shstrndx].sh_offset
                             : 0;
  ElfImage image;
  for (const auto& section : sections) {
    if (section.sh_type == SHT_SYMTAB) {
      add_symbols<Class>(file, sections, section, image);
    }
    if ((section.sh_flags & SHF_ALLOC) == 0) continue;
    const int64_t size = static_cast<int64_t>(section.sh_size);
    if (file.text(names + section.sh_name) == ".stack") {
      image.stack_reserved_bytes += size;
      continue;
    }
    if (section.sh_type != SHT_NOBITS) image.flash_bytes += size;
    if ((section.sh_flags & SHF_WRITE) != 0) image.ram_bytes += size;
  }
  return image;
}

template <class Class>
std::vector<uint8_t> load_segments(const File& file) {
  const auto head = file.header<Class>();
  auto segments =
      file.table<typename Class::Segment>(head.e_phoff, head.e_phnum);
  std::erase_if(segments, [](const auto& segment) {
    return segment.p_type != PT_LOAD || segment.p_filesz == 0;
  });
  std::sort(segments.begin(), segments.end(),
            [](const auto& a, const auto& b) { return a.p_paddr < b.p_paddr; });
  std::vector<uint8_t> contents;
  for (const auto& segment : segments) {
    const uint64_t start = segment.p_paddr - segments.front().p_paddr;
    const uint8_t* from = file.piece(segment.p_offset, segment.p_filesz);
    contents.resize(std::max<uint64_t>(contents.size(), start));
    contents.insert(contents.begin() + static_cast<ptrdiff_t>(start), from,
                    from + segment.p_filesz);
  }
  return contents;
}

}  // namespace

ElfImage read_elf(const fs::path& path) {
  const File file(path);
  return file.is_64_bit() ? read_image<Elf64>(file) : read_image<Elf32>(file);
}

std::vector<uint8_t> flash_contents(const fs::path& path) {
  const File file(path);
  return file.is_64_bit() ? load_segments<Elf64>(file)
                          : load_segments<Elf32>(file);
}

}  // namespace mote
