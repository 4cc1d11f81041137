// The SQL seam: as much of a database as mote needs, so that another one
// (PostgreSQL) can stand behind it. SQLite here: one file, write-ahead log.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mote {

// A value given to a statement; monostate is NULL.
using SqlValue =
    std::variant<std::monostate, int64_t, double, std::string_view>;

using SqlValues = std::span<const SqlValue>;

// A function that statements may call by a name of ours. Its arguments as text
// (NULL is ""); a text that it returns is copied.
using SqlFunction =
    std::function<SqlValue(std::span<const std::string_view> arguments)>;

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
  // Rows that triggers change are not counted.
  int64_t run(std::string_view sql, SqlValues values = {});
  int64_t run(std::string_view sql, std::initializer_list<SqlValue> values);

  // Calls `each` for every row of the answer, in order. The statement is let
  // go when `each` throws.
  void query(std::string_view sql, SqlValues values,
             const std::function<void(const Row&)>& each);
  void query(std::string_view sql, std::initializer_list<SqlValue> values,
             const std::function<void(const Row&)>& each);
  // The first column of the first row, a whole number; 0 without one.
  int64_t number(std::string_view sql,
                 std::initializer_list<SqlValue> values = {});

  // All that `body` does happens or, when it throws, nothing. A transaction
  // within another is part of it.
  void transaction(const std::function<void()>& body);

  // Runs several statements without values: CREATE TABLE IF NOT EXISTS ...
  // Does nothing when the database is open for reading only.
  void define(const char* statements);

  // Carries out those of the steps (statements as for define) that the file
  // has not seen, each once and whole; the file remembers how many it has seen
  // (PRAGMA user_version). Steps are only ever added. Throws Error for a file
  // that has seen more steps than there are.
  void migrate(std::span<const char* const> steps);

  // Writes the file anew without what was deleted from it, and empties the
  // write-ahead log: no byte of a deleted row is left in either. Waits for
  // other processes that read (watch_waiting). Not within a transaction. Takes
  // as much of the disk again as the file has.
  void scrub();

  // From now on statements may call `name` with so many arguments. The
  // function must depend on its arguments alone.
  void define_function(const char* name, int arguments, SqlFunction function);

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
