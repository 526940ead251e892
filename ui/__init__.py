"""The Qt application: everything a user sees and touches."""
