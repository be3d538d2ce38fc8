Rails.application.routes.draw do
  devise_for :users, skip: :all
  post "/login" => "pages#sign_in_page"
  get "/me" => "pages#me"
end
