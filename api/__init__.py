"""The service: chat page, customers' API, operators' commands."""
