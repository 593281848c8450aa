"""The typed operations as tools for agents: what every kind of agent is given, and how LangChain and MCP get it."""
