# Reads one command per line of standard input, and answers each with one line of JSON.

ENV["RAILS_ENV"] = "production"

require "json"
require_relative "config/application"

def browser(cookies = {})
  visitor = ActionDispatch::Integration::Session.new(Rails.application)
  visitor.host! "localhost"
  cookies.each { |name, value| visitor.cookies[name] = value }
  visitor
end

def person(email)
  User.find_by!(email: email)
end

COMMANDS = {
  "prepare" => lambda { |_|
    ActiveRecord::Migration.verbose = false
    ActiveRecord::MigrationContext.new(Rails.root.join("db/migrate").to_s, ActiveRecord::SchemaMigration).migrate
    User.reset_column_information
    {}
  },
  "addPeople" => lambda { |command|
    digests = {}
    ids = User.transaction do
      command["people"].map do |one|
        user = User.new(email: one["email"])
        # One digest for each password: a thousand of them would take minutes.
        digests[one["password"]] ||= user.send(:password_digest, one["password"])
        user.encrypted_password = digests[one["password"]]
        user.save!
        user.id.to_s
      end
    end
    { ids: ids }
  },
  "signIn" => lambda { |command|
    visitor = browser
    visitor.post "/login", params: { user: { email: command["email"], password: command["password"] } }
    next { refused: visitor.response.status.to_s } unless visitor.response.status == 200

    { session: visitor.cookies.to_hash }
  },
  "rememberMe" => lambda { |command|
    visitor = browser
    visitor.post "/login",
                 params: { user: { email: command["email"], password: command["password"], remember_me: "1" } }
    next { refused: visitor.response.status.to_s } unless visitor.response.status == 200

    { session: visitor.cookies.to_hash.reject { |name, _| name == "_host_session" } }
  },
  "isSignedIn" => lambda { |command|
    visitor = browser(command["session"])
    visitor.get "/me"
    { signedIn: visitor.response.status == 200 }
  },
  "changePassword" => lambda { |command|
    user = person(command["email"])
    user.password = user.password_confirmation = command["password"]
    user.save!
    {}
  },
  "changeEmail" => lambda { |command|
    person(command["email"]).update!(email: command["to"])
    {}
  },
  "disable" => lambda { |command|
    # Devise has no such column: an application without one deletes the account.
    person(command["email"]).destroy!
    {}
  },
  "delete" => lambda { |command|
    person(command["email"]).destroy!
    {}
  },
  "lock" => lambda { |command|
    user = person(command["email"])
    user.lock_access!(send_instructions: false)
    { locked: user.access_locked? }
  },
  "ownResetToken" => lambda { |command|
    raw, enc = Devise.token_generator.generate(User, :reset_password_token)
    person(command["email"]).update!(reset_password_token: enc, reset_password_sent_at: Time.now.utc)
    { token: raw }
  },
  "useOwnReset" => lambda { |command|
    { accepted: !User.with_reset_password_token(command["token"]).nil? }
  },
}.freeze

$stdout.sync = true
$stdin.each_line do |line|
  command = JSON.parse(line)
  begin
    answer = { ok: COMMANDS.fetch(command["do"]).call(command) }
  rescue StandardError => e
    answer = { error: "#{e.class}: #{e.message}" }
  end
  puts JSON.generate(answer)
end
