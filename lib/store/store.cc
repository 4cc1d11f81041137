#include "lib/store/store.h"

namespace mote {

Store::Store(const std::filesystem::path& folder)
    : folder_(folder),
      objects_(folder / "objects"),
      database_(folder / "store.db"),
      ledger_(database_) {}

}  // namespace mote
