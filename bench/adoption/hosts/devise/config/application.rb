# A Rails application of Debian's packages: Active Record with its migrations, Devise, and Warden's sessions.

require "logger"
require "rails"
require "active_record/railtie"
require "action_controller/railtie"
require "devise"

class Host < Rails::Application
  config.root = File.expand_path("..", __dir__)
  config.eager_load = false
  config.action_dispatch.show_exceptions = false
  config.secret_key_base = "a secret of this host" * 4
  config.session_store :cookie_store, key: "_host_session"
  config.logger = Logger.new($stderr)
  config.log_level = :fatal
  config.hosts.clear
  config.paths["tmp"] = ENV.fetch("HOST_FOLDER")
end

Devise.setup do |config|
  require "devise/orm/active_record"
  config.mailer_sender = "host@example.com"
  config.stretches = Integer(ENV.fetch("DEVISE_STRETCHES", "10"))
  config.pepper = ENV["DEVISE_PEPPER"]
  config.lock_strategy = :failed_attempts
  config.unlock_strategy = :time
  config.maximum_attempts = 5
  config.unlock_in = 1.hour
end

Host.initialize!
