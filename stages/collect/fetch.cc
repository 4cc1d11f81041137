#include "stages/collect/fetch.h"

#include "lib/base/error.h"
#include "lib/net/download.h"
#include "stages/collect/import_archive.h"

namespace mote {

namespace fs = std::filesystem;

const std::vector<PublicDataset>& public_datasets() {
  static const std::vector<PublicDataset> datasets = {
      {"speech-commands",
       "http://download.tensorflow.org/data/speech_commands_v0.02.tar.gz",
       "af14739ee7dc311471de98f5f9d2c9191b18aedfe957f4a6ff791c709868ff58",
       "105,829 one-second clips of 35 words by 2,618 speakers (Warden 2018, "
       "arXiv:1804.03209), CC BY 4.0",
       2428923189},
  };
  return datasets;
}

const PublicDataset& public_dataset(const std::string& name) {
  std::string known;
  for (const PublicDataset& dataset : public_datasets()) {
    if (dataset.name == name) return dataset;
    known += " " + dataset.name;
  }
  throw UsageError("no public data set is called '" + name + "'", "",
                   "Known:" + known);
}

ImportReport fetch_dataset(const PublicDataset& dataset, const fs::path& folder,
                           Store& store,
                           const std::vector<std::string>& only_labels,
                           Run& run) {
  const fs::path archive =
      folder /
      fs::path(dataset.url.substr(0, dataset.url.find('?'))).filename();
  download({dataset.url, archive, dataset.sha256},
           [&](int64_t done, int64_t total) {
             if (done > 0) {
               run.progress.update("download", done, total,
                                   std::to_string(done >> 20) + " MB");
             }
             return !run.stop.load(std::memory_order_relaxed);
           });
  ImportReport report = import_archive(archive, &store, {}, only_labels, run);
  std::error_code ignored;
  fs::remove(archive, ignored);
  return report;
}

}  // namespace mote
