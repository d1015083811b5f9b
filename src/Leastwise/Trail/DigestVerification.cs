using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>What is wrong with a file that a digest vouches for, or with a digest.</summary>
public enum DigestFault
{
    /// <summary>A log file that a digest lists is not there.</summary>
    LogMissing,

    /// <summary>A log file's content is not what was delivered.</summary>
    LogAltered,

    /// <summary>A digest that the next one names is not there: the chain is broken.</summary>
    DigestMissing,

    /// <summary>A digest's content is not what the next one says.</summary>
    DigestAltered,

    /// <summary>A digest's signature does not hold.</summary>
    SignatureWrong,

    /// <summary>A digest does not lie where it says that it was delivered to.</summary>
    DigestMoved,

    /// <summary>A log file lies within the digests' time, and none of them lists it.</summary>
    LogUnlisted,
}

/// <summary>One thing that does not hold.</summary>
/// <param name="Fault">What.</param>
/// <param name="File">The file: its path where it is there, else its key.</param>
/// <param name="Message">One sentence.</param>
public sealed record DigestFinding(DigestFault Fault, string File, string Message);

/// <summary>The result of checking a chain of digests.</summary>
public sealed record DigestVerification
{
    /// <summary>Digests that were read.</summary>
    public required int Digests { get; init; }

    /// <summary>Digests whose signature holds.</summary>
    public required int SignaturesHold { get; init; }

    /// <summary>Digests whose signature could not be checked, with the reasons.</summary>
    public required ImmutableArray<DigestNote> Unchecked { get; init; }

    /// <summary>Log files that digests list.</summary>
    public required int LogsListed { get; init; }

    /// <summary>Log files whose content is what was delivered.</summary>
    public required int LogsHold { get; init; }

    /// <summary>What does not hold, ordered by file.</summary>
    public required ImmutableArray<DigestFinding> Findings { get; init; }

    /// <summary>Input that could not be used.</summary>
    public required ImmutableArray<Diagnostic> Problems { get; init; }

    /// <summary>Whether there was something to check, and all of it holds that could be checked.</summary>
    public bool Holds => Digests > 0 && Findings.IsEmpty && Problems.IsEmpty;
}

/// <summary>Why a digest's signature was not checked.</summary>
/// <param name="File">The digest.</param>
/// <param name="Because">One sentence with what would settle it.</param>
public sealed record DigestNote(string File, string Because);
