using System.Diagnostics;

namespace Leastwise.Tests.Cli;

/// <summary>What a child process left behind.</summary>
internal sealed record ProgramResult(int ExitCode, string Out, string Error);

/// <summary>Runs the built program, and others, as a child process, as a user would.</summary>
internal static class LeastwiseProgram
{
    /// <summary>The program beside this test assembly, built in the same configuration.</summary>
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Leastwise.Cli", Configuration, OperatingSystem.IsWindows() ? "Leastwise.Cli.exe" : "Leastwise.Cli"));

    /// <summary>The configuration of this build, as the folders spell it: <c>debug</c> or <c>release</c>.</summary>
    public static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    public static ProgramResult Run(params string[] arguments) => RunProgram(Path, arguments);

    public static ProgramResult RunProgram(
        string program,
        string[] arguments,
        string? input = null,
        string? folder = null,
        (string Name, string Value)[]? environment = null,
        int timeoutSeconds = 600)
    {
        using Process process = Start(program, arguments, folder, environment);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(timeoutSeconds)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} ran longer than {timeoutSeconds} s.");
        }

        return new ProgramResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Starts a program in the repository's root, or in <paramref name="folder"/>, with its streams redirected.</summary>
    public static Process Start(string program, string[] arguments, string? folder = null, (string Name, string Value)[]? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Repository.Root,
        };
        // The test runner's own settings must not reach a build or a tool that a test starts.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }
}
