using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Leastwise.Policies;

namespace Leastwise.Tests.Policies;

public sealed class PolicyWriterTests
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260926, 7919);

    [Fact]
    public void A_policy_is_written_in_the_canonical_order()
    {
        PolicyDocument document = PolicyParser.Parse(
            """{"Statement":{"Condition":{"Bool":{"aws:SecureTransport":true}},"Resource":["*"],"Action":["s3:Get*","s3:List*"],"Effect":"Allow","Sid":"A<b>&"},"Version":"2012-10-17"}""",
            "p");

        PolicyWriter.Write(document, indented: false).ShouldBe(
            """{"Version":"2012-10-17","Statement":[{"Sid":"A<b>&","Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}""");
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_policy()
    {
        Prop.ForAll(Policies().ToArbitrary(), document =>
        {
            PolicyDocument again = PolicyParser.Parse(PolicyWriter.Write(document), "again");
            Shape(again).ShouldBe(Shape(document));
            again.Diagnostics.ShouldBeEmpty();
        }).Check(Fixed);
    }

    [Fact]
    public void Mutilated_policies_never_make_the_parser_throw()
    {
        Gen<byte[]> mutilated =
            from document in Policies()
            from indented in ArbMap.Default.GeneratorFor<bool>()
            from places in Gen.Choose(0, 4000).ArrayOf(4)
            from bytes in Gen.Elements("\"{}[]:,\\u0%xA7\u00ff\ud83d*nt ".ToCharArray()).ArrayOf(4)
            from cut in Gen.Frequency((3, Gen.Constant(int.MaxValue)), (1, Gen.Choose(0, 800)))
            select Mutilate(PolicyWriter.Write(document, indented), places, bytes, cut);
        Prop.ForAll(mutilated.ToArbitrary(), bytes =>
        {
            PolicyDocument document = PolicyParser.Parse(Encoding.UTF8.GetString(bytes), "fuzz");
            document.Statements.ShouldAllBe(statement => statement.Actions.Patterns.Length > 0);
        }).Check(Fixed.WithMaxTest(800));
    }

    private static byte[] Mutilate(string json, int[] places, char[] characters, int cut)
    {
        char[] text = json[..Math.Min(cut, json.Length)].ToCharArray();
        for (int i = 0; i < places.Length && text.Length > 0; i++)
        {
            text[places[i] % text.Length] = characters[i];
        }

        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>All that a policy says, without where it says it.</summary>
    private static string Shape(PolicyDocument document) => string.Join('\n', document.Statements.Select(statement => string.Join('|',
        [
            document.Version, document.Id ?? "-", statement.Sid ?? "-", statement.Effect.ToString(),
            $"{statement.Actions.Not} {string.Join(',', statement.Actions.Patterns)}",
            statement.Resources is null ? "-" : $"{statement.Resources.Not} {string.Join(',', statement.Resources.Patterns)}",
            statement.Principals is null ? "-" : $"{statement.Principals.Not} {string.Join(',', statement.Principals.Entries)}",
            .. statement.Conditions.Select(condition => $"{condition.Operator} {condition.Key} {string.Join(',', condition.Values)}"),
        ])));

    private static Gen<PolicyDocument> Policies() =>
        from version in Gen.Elements("2012-10-17", "2008-10-17")
        from id in Gen.Elements(null, "an id", "ü\"\\")
        from statements in Statements().NonEmptyListOf()
        select new PolicyDocument { Version = version, Id = id, Json = "", Statements = [.. statements.Select((statement, index) => statement with { Index = index })] };

    private static Gen<Statement> Statements() =>
        from effect in Gen.Elements(Effect.Allow, Effect.Deny)
        from sid in Gen.Elements(null, "Sid1", "<script>")
        from notAction in ArbMap.Default.GeneratorFor<bool>()
        from actions in Texts("s3:*", "iam:PassRole", "*", "x", "é\u2028")
        from notResource in ArbMap.Default.GeneratorFor<bool>()
        from resources in Gen.OneOf(Gen.Constant(Array.Empty<string>()), Texts("*", "arn:aws:s3:::b/${aws:username}", "arn:aws:iam::111111111111:role/*"))
        from principals in Gen.Elements<PrincipalElement?>(
            null,
            new PrincipalElement(true, [new(PrincipalEntryType.Anyone, "*")]),
            new PrincipalElement(false, [new(PrincipalEntryType.Aws, "*"), new(PrincipalEntryType.Aws, "111111111111"), new(PrincipalEntryType.Service, "ec2.amazonaws.com")]),
            new PrincipalElement(false, [new(PrincipalEntryType.CanonicalUser, "79a5"), new(PrincipalEntryType.Federated, "accounts.google.com")]))
        from conditions in Conditions()
        select new Statement
        {
            Index = 0,
            Sid = sid,
            Effect = effect,
            Actions = new ActionElement(notAction, [.. actions]),
            Resources = resources.Length == 0 ? null : new ResourceElement(notResource, [.. resources]),
            Principals = principals,
            Conditions = [.. conditions],
            Position = default,
        };

    private static Gen<Condition[]> Conditions() => Gen.Elements<Condition[]>(
        [],
        [new("StringEquals", "aws:username", ["a", "b"], default), new("StringEquals", "aws:PrincipalTag/x", ["1"], default)],
        [new("ForAllValues:StringLikeIfExists", "aws:TagKeys", ["*"], default), new("Null", "aws:TagKeys", ["false"], default)],
        [new("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "2001:db8::/32"], default), new("Bool", "aws:SecureTransport", [], default)]);

    private static Gen<string[]> Texts(params string[] texts) => Gen.Elements(texts).NonEmptyListOf().Select(list => list.ToArray());
}
