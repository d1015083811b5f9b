namespace Leastwise.Cli;

/// <summary>Input that cannot be used at all; the message is for the user and names the file and what to do.</summary>
internal sealed class InputException(string message) : Exception(message);

/// <summary>Arguments that do not fit together; the message is for the user.</summary>
internal sealed class UsageException(string message) : Exception(message);
