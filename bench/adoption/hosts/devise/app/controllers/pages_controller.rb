class PagesController < ActionController::Base
  # What Devise's own controller does, without its pages: Warden's strategy looks at the parameters.
  def sign_in_page
    request.env["devise.allow_params_authentication"] = true
    user = warden.authenticate(scope: :user)
    return head(:unauthorized) unless user

    sign_in(:user, user)
    head :ok
  end

  def me
    head(current_user ? :ok : :unauthorized)
  end
end
