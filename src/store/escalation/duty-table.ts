/** What somebody is there for. */
export type Duty = 'planner' | 'executive'

/** The planners and executives of channels; of the whole company where the channel is empty. */
export type DutyTable = {
  duty: {
    workspace_id: number
    channel: string
    duty: Duty
    person_id: string
    person_name: string
    set_by: string
    set_at: string
  }
}
