// The SQL seam: as much of a database as mote needs, so that another one
// (PostgreSQL) can stand behind it. SQLite here: one file, write-ahead log.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mote {

// A value given to a statement; monostate is NULL.
using SqlValue =
    std::variant<std::monostate, int64_t, double, std::string_view>;

// The current row of a query; valid only during the call.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual int64_t integer(int column) const = 0;
  virtual double number(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
};

// Safe to use from many threads (one at a time is served) and by many
// processes at once (writers wait for each other, up to ten seconds).
class Database {
 public:
  // Opens the file, made (with its folder) when missing. In a read-only folder
  // it opens for reading, and what writes throws Error. Throws Error for a
  // file that is not a database.
  explicit Database(std::filesystem::path file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs one statement and returns the number of rows changed. Statements are
  // prepared once and kept. Once it returns (outside a transaction) the change
  // survives a crash and a power cut.
  int64_t run(std::string_view sql,
              std::initializer_list<SqlValue> values = {});

  // Calls `each` for every row of the answer, in order.
  void query(std::string_view sql, std::initializer_list<SqlValue> values,
             const std::function<void(const Row&)>& each);

  // All that `body` does happens or, when it throws, nothing. Not nested.
  void transaction(const std::function<void()>& body);

  // Runs several statements without values: CREATE TABLE IF NOT EXISTS ...
  // Does nothing when the database is open for reading only.
  void define(const char* statements);

  bool read_only() const { return read_only_; }
  const std::filesystem::path& file() const { return file_; }

 private:
  struct Connection;

  void open();

  std::filesystem::path file_;
  bool read_only_ = false;
  std::recursive_mutex mutex_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace mote
