using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Remote.S3;
using Leastwise.Reporting;
using Leastwise.Text;
using Leastwise.Trail;

namespace Leastwise.Cli;

/// <summary><c>--verify-digests</c> and <c>--public-keys</c>: files against what CloudTrail says that it delivered.</summary>
internal sealed class DigestOptions
{
    private readonly Option<bool> verify = new("--verify-digests")
    {
        Description = "Check the files, or the bucket's objects, against the digests among them, and name those that are missing or altered; exit code 1 where something does not hold",
    };

    private readonly Option<string[]> keys = new("--public-keys")
    {
        Description = "Public keys for the digests' signatures: the output of 'aws cloudtrail list-public-keys', or PEM; may be given several times",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Add(verify);
        command.Add(keys);
        command.Validators.Add(result =>
        {
            if (result.GetValue(keys) is { Length: > 0 } && !result.GetValue(verify))
            {
                result.AddError("--public-keys needs --verify-digests.");
            }
        });
    }

    /// <summary>The check; null where none is asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="paths">What was given.</param>
    /// <param name="ofBuckets">Reads what of it is in S3.</param>
    public DigestVerification? Run(ParseResult parsed, IReadOnlyCollection<string> paths, Func<(ImmutableArray<DigestedCopy> Copies, ImmutableArray<Diagnostic> Unread)> ofBuckets)
    {
        if (!parsed.GetValue(verify))
        {
            return null;
        }

        (ImmutableArray<DigestedCopy> copies, ImmutableArray<Diagnostic> unread) = paths.Any(S3Location.IsMeant) ? ofBuckets() : ([], []);
        return DigestVerifier.Verify(paths.Where(path => path != StandardInput.Sign && !S3Location.IsMeant(path)), parsed.GetValue(keys) ?? [], copies, unread);
    }

    /// <summary>Says what was found, unless <paramref name="format"/> has said it; the exit code is <paramref name="otherwise"/> where all holds.</summary>
    public static int Report(Terminal terminal, DigestVerification? result, string format, int otherwise)
    {
        if (result is null)
        {
            return otherwise;
        }

        Problems.Write(terminal, result.Problems, "check the paths");
        foreach (string line in format == OutputFormat.Json ? [] : DigestText.Lines(result))
        {
            terminal.Out.WriteLine(line);
        }

        bool unusable = result.Problems.Any(problem => problem.Severity == DiagnosticSeverity.Error);
        return otherwise != ExitCode.Done ? otherwise : unusable ? ExitCode.Input : result.Holds ? ExitCode.Done : ExitCode.Found;
    }
}
