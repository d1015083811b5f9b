using System.Collections.Immutable;
using Leastwise.Policies;

namespace Leastwise.Trimming.Shaping;

/// <summary>The size of policies as IAM counts it: characters, without the white space between them.</summary>
/// <remarks>
/// "IAM doesn't count white space when calculating the size of a policy against these limits." White space within a string is counted here, so that the size is never told too small.
/// </remarks>
public static class PolicySize
{
    /// <summary>Of a document as <see cref="PolicyWriter"/> writes it.</summary>
    public static int Of(PolicyDocument document) => PolicyWriter.Write(document, indented: false).Length;

    /// <summary>Of a document with these statements.</summary>
    internal static int Of(ImmutableArray<Statement> statements) => Of(new PolicyDocument { Version = Documents.Version, Statements = statements, Json = "" });
}
