namespace Leastwise.Cli;

/// <summary>What the program's exit codes mean.</summary>
internal static class ExitCode
{
    /// <summary>Done; with <c>--fail-on</c>, nothing at or above it.</summary>
    public const int Done = 0;

    /// <summary>Findings at or above <c>--fail-on</c>, or a check that did not hold.</summary>
    public const int Found = 1;

    /// <summary>Wrong usage: arguments, configuration.</summary>
    public const int Usage = 2;

    /// <summary>Input that cannot be used.</summary>
    public const int Input = 3;

    /// <summary>A remote service failed or refused.</summary>
    public const int Remote = 4;

    /// <summary>Stopped by Ctrl-C, as shells count it.</summary>
    public const int Interrupted = 130;
}
