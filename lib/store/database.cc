#include "lib/store/database.h"

#include <sqlite3.h>

#include <array>
#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include "lib/base/error.h"
#include "lib/base/waiting.h"

namespace mote {
namespace {

constexpr int kBusyTimeout_ms = 10000;
// Up to 64 MB of pages: taken only where a statement touches so many.
constexpr const char* kSettings =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    "PRAGMA cache_size=-65536";

std::string hint_for(int code) {
  switch (code & 0xFF) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
      return "The disk may be full: free some space and run again; nothing "
             "that was reported is lost.";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return "Check the permissions of the file and its folder.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "Another program is writing to it: wait for it to end and run "
             "again.";
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return "Move the file away; importing again makes a new one, and the "
             "objects beside it are kept.";
    default:
      return "";
  }
}

using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

void bind(sqlite3_stmt* statement, int position, const SqlValue& value) {
  struct Binder {
    sqlite3_stmt* statement;
    int position;
    void operator()(std::monostate) const {
      sqlite3_bind_null(statement, position);
    }
    void operator()(int64_t value) const {
      sqlite3_bind_int64(statement, position, value);
    }
    void operator()(double value) const {
      sqlite3_bind_double(statement, position, value);
    }
    void operator()(std::string_view value) const {
      sqlite3_bind_text(statement, position, value.data(),
                        static_cast<int>(value.size()), SQLITE_STATIC);
    }
  };
  std::visit(Binder{statement, position}, value);
}

class StatementRow : public Row {
 public:
  explicit StatementRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  double number(int column) const override {
    return sqlite3_column_double(statement_, column);
  }
  std::string_view text(int column) const override {
    const auto* start = sqlite3_column_text(statement_, column);
    if (start == nullptr) return "";
    return {reinterpret_cast<const char*>(start),
            static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  sqlite3_stmt* statement_;
};

// A file: URI of the path, for the option immutable.
std::string immutable_uri(const std::filesystem::path& file) {
  std::string uri = "file:";
  for (char c : std::filesystem::absolute(file).string()) {
    if (c == '?') {
      uri += "%3f";
    } else if (c == '#') {
      uri += "%23";
    } else if (c == '%') {
      uri += "%25";
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

void give_result(sqlite3_context* context, const SqlValue& value) {
  if (const auto* whole = std::get_if<int64_t>(&value)) {
    sqlite3_result_int64(context, *whole);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_result_double(context, *real);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    sqlite3_result_text(context, text->data(), static_cast<int>(text->size()),
                        SQLITE_TRANSIENT);
  } else {
    sqlite3_result_null(context);
  }
}

constexpr int kMostArguments = 8;

void call_function(sqlite3_context* context, int count,
                   sqlite3_value** values) {
  const auto& function =
      *static_cast<const SqlFunction*>(sqlite3_user_data(context));
  std::array<std::string_view, kMostArguments> texts;
  for (int i = 0; i < count; ++i) {
    const auto* start = sqlite3_value_text(values[i]);
    if (start == nullptr) continue;
    texts[static_cast<size_t>(i)] = {
        reinterpret_cast<const char*>(start),
        static_cast<size_t>(sqlite3_value_bytes(values[i]))};
  }
  try {
    give_result(context,
                function(std::span(texts).first(static_cast<size_t>(count))));
  } catch (const std::exception& error) {
    sqlite3_result_error(context, error.what(), -1);
  }
}

}  // namespace

struct Database::Connection {
  sqlite3* handle = nullptr;
  std::filesystem::path file;
  std::map<std::string, Statement, std::less<>> idle;

  ~Connection() {
    idle.clear();
    sqlite3_close(handle);
  }

  [[noreturn]] void fail(int code) const {
    std::string what = handle != nullptr && sqlite3_errcode(handle) != SQLITE_OK
                           ? sqlite3_errmsg(handle)
                           : sqlite3_errstr(code);
    throw Error(what, file.string(), hint_for(code));
  }

  void check(int code) const {
    if (code != SQLITE_OK) fail(code);
  }

  bool open(const std::string& name, int flags) {
    sqlite3_close(std::exchange(handle, nullptr));
    if (sqlite3_open_v2(name.c_str(), &handle, flags, nullptr) != SQLITE_OK) {
      return false;
    }
    sqlite3_busy_timeout(handle, kBusyTimeout_ms);
    return true;
  }

  // A prepared statement, out of the kept ones or new.
  Statement take(std::string_view sql) {
    auto found = idle.find(sql);
    if (found != idle.end()) {
      Statement statement = std::move(found->second);
      idle.erase(found);
      return statement;
    }
    sqlite3_stmt* raw = nullptr;
    check(sqlite3_prepare_v2(handle, sql.data(), static_cast<int>(sql.size()),
                             &raw, nullptr));
    return Statement(raw, &sqlite3_finalize);
  }

  void keep(std::string_view sql, Statement statement) {
    sqlite3_reset(statement.get());
    sqlite3_clear_bindings(statement.get());
    idle.insert_or_assign(std::string(sql), std::move(statement));
  }

  void execute(const char* sql) {
    const int code = sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code);
  }

  // For statements that read first and write then: where two connections do
  // so at once SQLite refuses one of them without waiting (the other could
  // never go on), so the waiting is ours. The statements must bear repeating.
  void execute_patiently(const char* sql) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::milliseconds(kBusyTimeout_ms);
    int code;
    while ((code = sqlite3_exec(handle, sql, nullptr, nullptr, nullptr)) !=
           SQLITE_OK) {
      if ((code & 0xFF) != SQLITE_BUSY || Clock::now() > end) fail(code);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
};

Database::Database(std::filesystem::path file)
    : file_(std::move(file)), connection_(std::make_unique<Connection>()) {
  connection_->file = file_;
  std::error_code ignored;
  std::filesystem::create_directories(file_.parent_path(), ignored);
  open();
}

Database::~Database() = default;

// Read and write if possible; else for reading, which in a read-only folder
// works only when no write-ahead log is pending (immutable).
void Database::open() {
  const int write_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (connection_->open(file_.string(), write_flags) &&
      sqlite3_db_readonly(connection_->handle, "main") == 0) {
    try {
      connection_->execute_patiently(kSettings);
      return;
    } catch (const Error&) {
      const int code = sqlite3_errcode(connection_->handle) & 0xFF;
      if (code != SQLITE_READONLY && code != SQLITE_CANTOPEN) throw;
    }
  }
  if (!std::filesystem::exists(file_)) {
    throw Error("the store cannot be made here", file_.string(),
                "Check the permissions of the folder.");
  }
  read_only_ = true;
  if (!connection_->open(immutable_uri(file_),
                         SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)) {
    connection_->fail(SQLITE_CANTOPEN);
  }
}

int64_t Database::run(std::string_view sql, SqlValues values) {
  std::lock_guard guard(mutex_);
  const int64_t before = sqlite3_total_changes64(connection_->handle);
  query(sql, values, [](const Row&) {});
  const bool changed = sqlite3_total_changes64(connection_->handle) != before;
  return changed ? sqlite3_changes64(connection_->handle) : 0;
}

int64_t Database::run(std::string_view sql,
                      std::initializer_list<SqlValue> values) {
  return run(sql, SqlValues(values.begin(), values.size()));
}

void Database::query(std::string_view sql, SqlValues values,
                     const std::function<void(const Row&)>& each) {
  std::lock_guard guard(mutex_);
  Statement statement = connection_->take(sql);
  int position = 0;
  for (const SqlValue& value : values) {
    bind(statement.get(), ++position, value);
  }
  const StatementRow row(statement.get());
  int code;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) each(row);
  if (code != SQLITE_DONE) connection_->fail(code);
  connection_->keep(sql, std::move(statement));
}

void Database::query(std::string_view sql,
                     std::initializer_list<SqlValue> values,
                     const std::function<void(const Row&)>& each) {
  query(sql, SqlValues(values.begin(), values.size()), each);
}

int64_t Database::number(std::string_view sql,
                         std::initializer_list<SqlValue> values) {
  int64_t answer = 0;
  bool first = true;
  query(sql, values, [&](const Row& row) {
    if (std::exchange(first, false)) answer = row.integer(0);
  });
  return answer;
}

void Database::transaction(const std::function<void()>& body) {
  std::lock_guard guard(mutex_);
  if (sqlite3_get_autocommit(connection_->handle) == 0) {
    body();
    return;
  }
  connection_->execute("BEGIN IMMEDIATE");
  try {
    body();
    connection_->execute("COMMIT");
  } catch (...) {
    // After a full disk SQLite has rolled back by itself.
    if (sqlite3_get_autocommit(connection_->handle) == 0) {
      sqlite3_exec(connection_->handle, "ROLLBACK", nullptr, nullptr, nullptr);
    }
    throw;
  }
}

void Database::define(const char* statements) {
  std::lock_guard guard(mutex_);
  if (!read_only_) connection_->execute_patiently(statements);
}

void Database::migrate(std::span<const char* const> steps) {
  std::lock_guard guard(mutex_);
  const auto newest = static_cast<int64_t>(steps.size());
  const int64_t seen = number("PRAGMA user_version");
  if (seen == newest) return;
  if (seen > newest) {
    throw Error("the store was written by a newer mote", file_.string(),
                "Use that one, or a newer one still.");
  }
  if (read_only_) {
    throw Error(
        "the store was written by an older mote, and cannot be "
        "brought up to date here",
        file_.string(), "Make its folder writable and run once.");
  }
  transaction([&] {
    for (int64_t step = number("PRAGMA user_version"); step < newest; ++step) {
      connection_->execute(steps[static_cast<size_t>(step)]);
      const auto done = std::to_string(step + 1);
      connection_->execute(("PRAGMA user_version=" + done).c_str());
    }
  });
}

void Database::scrub() {
  std::lock_guard guard(mutex_);
  connection_->execute_patiently("VACUUM");
  // Who reads an older state keeps the log from being emptied: to wait within
  // SQLite for that would be to wait silently.
  sqlite3_busy_timeout(connection_->handle, 0);
  try {
    while (number("PRAGMA wal_checkpoint(TRUNCATE)") != 0) {
      wait_a_moment("another program is reading " + file_.string() +
                    "; waiting for it to end");
    }
  } catch (...) {
    sqlite3_busy_timeout(connection_->handle, kBusyTimeout_ms);
    throw;
  }
  sqlite3_busy_timeout(connection_->handle, kBusyTimeout_ms);
}

void Database::define_function(const char* name, int arguments,
                               SqlFunction function) {
  std::lock_guard guard(mutex_);
  connection_->check(sqlite3_create_function_v2(
      connection_->handle, name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
      new SqlFunction(std::move(function)), call_function, nullptr, nullptr,
      [](void* kept) { delete static_cast<SqlFunction*>(kept); }));
}

}  // namespace mote
