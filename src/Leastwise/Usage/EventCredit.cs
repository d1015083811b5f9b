using Leastwise.Catalog;
using Leastwise.Trail;

namespace Leastwise.Usage;

/// <summary>Says which privileges observed calls prove, and credits them.</summary>
internal sealed class EventCredit
{
    private readonly ActionCatalog catalog;
    private readonly EventResolver resolver;
    private readonly CatalogAction? passRole;

    public EventCredit(ActionCatalog catalog)
    {
        this.catalog = catalog;
        resolver = new EventResolver(catalog);
        passRole = catalog.Find("iam:PassRole");
    }

    /// <summary>What the catalogue says of the calls.</summary>
    public EventResolution Resolve(Observation one) => resolver.Resolve(one.Source, one.Name, one.Type);

    /// <summary>The actions that the calls prove, by id; none where their outcome proves nothing.</summary>
    public IEnumerable<int> ActionsOf(Observation one)
    {
        if (one.Outcome is Outcome.Denied or Outcome.Unclear || Resolve(one) is not EventResolution.Privileges privileges)
        {
            return [];
        }

        IEnumerable<int> primary = privileges.Primary.Select(action => action.Id);
        return passRole is not null && one.PassesRole && HandsARoleOver(privileges) ? primary.Append(passRole.Id) : primary;
    }

    /// <summary>Credits the calls to <paramref name="book"/>, where their outcome proves an exercise.</summary>
    public void Credit(Observation one, EventBook book)
    {
        EventResolution resolution = Resolve(one);
        if (resolution is EventResolution.Unresolved)
        {
            book.Unresolved.Add(one);
        }

        if (one.Outcome is Outcome.Denied)
        {
            book.Denied.Add(one);
        }

        if (one.Outcome is Outcome.Denied or Outcome.Unclear || resolution is not EventResolution.Privileges privileges)
        {
            return;
        }

        foreach (CatalogAction action in privileges.Primary)
        {
            // A key that a service uses for the caller: the caller asked for something else, and the service's call shows that a key was needed.
            book.Evidence.Credit(action, one, inferred: action.Prefix == "kms" && one.InvokedBy is not null);
        }

        if (passRole is not null && one.PassesRole && HandsARoleOver(privileges))
        {
            book.Evidence.Credit(passRole, one, inferred: true);
        }

        // Another service's action is recorded as that service's own event when the service acts for the caller; the same service's, such as
        // tagging what is created, is not.
        IEnumerable<CatalogAction> dependent = privileges.Primary.SelectMany(primary => primary.DependentActions).Select(catalog.Find).OfType<CatalogAction>();
        string? call = null;
        foreach (CatalogAction action in privileges.Conditional.Concat(dependent))
        {
            if (action.Id != passRole?.Id && privileges.Primary.Any(primary => primary.Prefix == action.Prefix))
            {
                book.Evidence.MayHaveNeeded(action, call ??= $"{one.Source}:{one.Name}");
            }
        }
    }

    private bool HandsARoleOver(EventResolution.Privileges privileges) =>
        privileges.Conditional.Any(action => action.Id == passRole?.Id)
        || privileges.Primary.Any(action => action.DependentActions.Contains("iam:PassRole", StringComparer.OrdinalIgnoreCase));
}
